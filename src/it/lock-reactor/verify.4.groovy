// but not from the module alone, which does not see who else the file is for.
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['one:1', 'one:2', 'shared:1', 'two:1']
