import io.github.ecrmaven.testing.EngineImages

context.get('standIns').withCloseable { standIns ->
    def registry = standIns.registry().host()

    assert new File(basedir, 'build.log').text.contains("${registry}/shop/postgres:15 is not in ")
    assert EngineImages.lines(registry, [] as Set) == context.get('before')
}
