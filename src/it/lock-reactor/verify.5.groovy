// A run without a profile does not know what the profile needs, and keeps its lines.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:2', 'shared:1', 'two:1']
