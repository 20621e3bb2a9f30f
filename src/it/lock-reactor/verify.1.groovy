def names = context.get('names')

assert names(new File(basedir, 'ecr.lock')) == ['one:1', 'shared:1', 'two:1']
assert names(new File(basedir, 'three/ecr.lock')) == ['three:1']
assert new File(basedir, 'build.log').text.contains('[INFO] This run is for 3 modules')
assert context.get('standIns').aws().calls('GetAuthorizationToken').size() == 1
