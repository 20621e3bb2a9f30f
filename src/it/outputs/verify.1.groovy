import groovy.json.JsonSlurper

def standIns = context.get('standIns')
def images = new JsonSlurper().parse(new File(basedir, 'target/ecr/images.json')).images

assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<completed>1</completed>')
assert images*.reference == ['app:1', 'postgres:16', 'queue:3'].collect { "${standIns.registry().host()}/team/${it}" as String }
assert images*.id == ['app', 'db', 'queue']
assert images*.outcome == ['pulled'] * 3
assert images*.image == images.collect { "${it.reference.replaceFirst(/:[^:]*$/, '')}@${it.digest}" as String }
assert images.every { it.platform == 'linux/amd64' && it.size > 0 && it.seconds > 0 && it.engine.version && !it.problem }

// The next build pulls all images again, and one of them is archived.
standIns.registry().archive('team/postgres', '16')
context.put('digest', images[0].digest)
