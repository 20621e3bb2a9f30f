// The lines of a skipped module are kept, as it needs them when it is not skipped.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:2', 'shared:1', 'two:1']
