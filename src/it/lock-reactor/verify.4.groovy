// A run for all modules removes one:1, which no module needs any more.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:2', 'shared:1', 'two:1']
