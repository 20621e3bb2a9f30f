import io.github.ecrmaven.testing.EngineImages

context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert EngineImages.id('ecr-maven-plugin-it/mirrored-db:16').isEmpty()
    assert EngineImages.lines(standIns.registry().host(), [] as Set).isEmpty()
    assert log.contains('[INFO] Removed 1 image and 2 names')
    assert log.contains("bad image 'ecr-maven-plugin-it/mirrored-db:16': it names no registry, and so is one of Docker Hub")
    assert log.contains('-Decr.mirrors=docker.io=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX')
}
