context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()
    // What each of the builds printed, the first of which is builds[1].
    def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')

    ['one:1', 'two:2', 'three:3', 'shared:1'].each {
        assert builds[1].contains("Pulled ${registry}/team/${it} ")
        assert standIns.inEngine("team/${it}")
    }
    assert builds[1].contains('[INFO] No images configured')

    def commands = { text, before -> (text =~ /${before}: run ([^\n]*)/)[0][1] }
    assert commands(builds[2], 'no images for pull: the build declares some elsewhere').startsWith("'mvn ecr:pull -pl :one', "
            + "'mvn ecr:pull -pl :two', 'mvn ecr:pull@early ecr:pull@late -pl :three', each by itself")
    assert commands(builds[3], 'no images for pull: the build declares some elsewhere').startsWith("'mvn -o ecr:pull -pl :one', "
            + "'mvn -o ecr:pull -pl :two', 'mvn -o ecr:pull@early ecr:pull@late -pl :three', each by itself")
    [4: ['one:1', 'shared:1'], 5: ['two:2', 'shared:1'], 6: ['three:3', 'shared:1']].each { build, images ->
        images.each { assert builds[build].contains("${registry}/team/${it} is already present") }
        assert !builds[build].contains('elsewhere')
    }
    ['three:3', 'shared:1'].each { assert builds[7].contains("${registry}/team/${it} is already present; Maven is offline") }

    assert commands(builds[8], 'no images for check: the build declares some elsewhere')
            .startsWith("'mvn ecr:check@early ecr:check@late -pl :three'")
    assert builds[9].count('Everything is in place: 1 image in 1 registry') == 2

    assert builds[10].contains('[INFO] Filter one: 1 of 2 images')
    assert builds[10].contains("[INFO] Filter 'one' fits no image; there are: two, shared")
    assert builds[10].contains("${registry}/team/one:1 is already present")
    assert !builds[10].contains("${registry}/team/shared:1 is already present")
    assert builds[11].contains("filter 'on' fits no image; there are: one, shared")
}
