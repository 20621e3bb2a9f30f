// A build of one module outside the reactor does not know the other modules, and keeps all lines.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:1', 'one:2', 'shared:1', 'two:1']
