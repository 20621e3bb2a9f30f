context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    ['one:1', 'two:2', 'three:3'].each {
        assert log.contains("Pulled ${registry}/team/${it} ")
        assert standIns.inEngine("team/${it}")
    }
    assert log =~ /Pulled ${registry}\/team\/shared:1 /
    assert log.contains('[INFO] No images configured')
    assert log.contains("no images for pull: the build declares some elsewhere: run 'mvn ecr:pull -pl :one'"
            + " or 'mvn ecr:pull -pl :two' or 'mvn ecr:pull -pl :three'")
}
