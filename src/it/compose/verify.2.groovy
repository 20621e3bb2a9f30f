import groovy.json.JsonSlurper
import io.github.ecrmaven.testing.EngineImages

def images = new JsonSlurper().parse(new File(basedir, 'target/ecr/images.json')).images.sort { it.id }

assert images*.id == ['app', 'db', 'queue']
assert images*.outcome == ['pulled', 'pulled', 'already present']
assert images*.localTag == ['compose-app:it', null, null]
assert images[1].platform.startsWith('linux/arm64')
assert EngineImages.lines(context.get('standIns').registry().host(), images*.imageId as Set) == context.get('before')
assert EngineImages.id('compose-app:it').isEmpty()
