import io.github.ecrmaven.testing.EngineImages

def inEcr = "${context.get('standIns').registry().host()}/docker-hub/ecr-maven-plugin-it/mirrored-db".toString()
def images = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/ecr/images.json')).images

assert EngineImages.id('ecr-maven-plugin-it/mirrored-db:16') == EngineImages.id("${inEcr}:16".toString())
assert images[0].ownName == 'ecr-maven-plugin-it/mirrored-db:16'
assert images[0].image == "${inEcr}@${context.get('digest')}"
