// A run for one module does not know what the other modules with the same file need, and keeps all lines.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:1', 'one:2', 'shared:1', 'two:1']
