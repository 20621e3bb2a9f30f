import groovy.json.JsonSlurper
import io.github.ecrmaven.testing.EngineImages

context.get('standIns').withCloseable { standIns ->
    def images = new JsonSlurper().parse(new File(basedir, 'target/ecr/images.json')).images

    assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<completed>3</completed>')
    assert images*.id == ['db', 'queue']
    assert images*.outcome == ['pulled', 'already present']
    assert images[0].digest == context.get('locked')
    assert images*.localTag == ['orders-db:it', 'orders-queue:it']
    assert EngineImages.lines(standIns.registry().host(), images*.imageId as Set) == context.get('before')
    assert ['orders-db:it', 'orders-queue:it'].every { EngineImages.id(it).isEmpty() }
}
