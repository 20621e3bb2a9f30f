// A build of one module alone does not see that there are others.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:1', 'one:2', 'shared:1', 'two:1']
