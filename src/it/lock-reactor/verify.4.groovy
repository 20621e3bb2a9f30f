// but one for all modules sees that none needs one:1 any more.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:2', 'shared:1', 'two:1']
