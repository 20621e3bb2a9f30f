import io.github.ecrmaven.testing.EngineImages

context.get('standIns').withCloseable { standIns ->
    def registry = standIns.registry().host()
    def log = new File(basedir, 'build.log').text

    assert EngineImages.lines(registry, [context.get('moved')] as Set) == context.get('before')
    assert EngineImages.id('pulled-only-db:it').isEmpty()
    assert log.contains("[INFO] ${registry}/team/present:1 is kept: it was there before")
    assert log.count("[INFO] Pulled ${registry}/team/absent:1 ") == 2
    assert log.count("[INFO] Removed ${registry}/team/absent:1") == 2
}
