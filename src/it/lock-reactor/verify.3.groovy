// A run for one module does not see what the others that share the file need,
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:1', 'one:2', 'shared:1', 'two:1']
