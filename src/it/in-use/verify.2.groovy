def standIns = context.get('standIns')

assert !standIns.inEngine('team/free:1')
assert new File(basedir, 'build.log').text.contains('2 of 3 images could not be removed:')
standIns.pull("${standIns.registry().host()}/team/free:1".toString())
