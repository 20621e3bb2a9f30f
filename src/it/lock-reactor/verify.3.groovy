// That module one needs one:1 no more is seen from the whole build,
assert context.get('names')(new File(basedir, 'ecr.lock')) == ['one:2', 'shared:1', 'two:1']
