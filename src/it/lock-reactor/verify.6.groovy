// A module that is skipped now needs its images when it is not.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['more:1', 'one:2', 'shared:1', 'two:1']
