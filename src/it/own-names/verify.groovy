import groovy.json.JsonSlurper
import io.github.ecrmaven.testing.EngineImages

context.get('standIns').withCloseable { standIns ->
    def images = new JsonSlurper().parse(new File(basedir, 'target/ecr/images.json')).images.sort { it.id }

    assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<completed>4</completed>')
    assert images*.id == ['db', 'queue']
    assert images*.outcome == ['pulled', 'pulled']
    assert images*.ownName == ['postgres:16-sample', 'sample/queue:3']
    assert images[0].digest == context.get('locked')
    assert new File(basedir, 'build.log').text.contains('registry-of-others (ghcr.io/sample/tool:1)')
    assert EngineImages.lines(standIns.registry().host(), images*.imageId as Set) == context.get('before')
    assert images*.ownName.every { EngineImages.id(it).isEmpty() }
}
