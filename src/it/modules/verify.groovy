context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()
    // The log of each build, starting with builds[1].
    def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')
    def all = ['one:1', 'two:2', 'three:3', 'shared:1']

    all.each { assert builds[1].contains("Pulled ${registry}/team/${it} ") }
    assert builds[1].contains('[INFO] No images configured')

    [2, 3].each { build ->
        all.each { assert builds[build].count("${registry}/team/${it} is already present") == 1 }
        assert builds[build].contains('[INFO] 4 already present in ')
    }
    assert builds[3].contains('; Maven is offline')
    assert builds[4].contains('[INFO] 2 already present in ')
    assert builds[5].contains("${registry}/team/shared:1 is already present")
    assert builds[5].contains('[INFO] 1 already present in ')

    assert builds[5].contains('Everything is in place: 4 images in 1 registry')
    all.each { assert builds[6].count("Removed ${registry}/team/${it}") == 1 }
    all.each { assert builds[6].count("${registry}/team/${it} is not present; nothing to remove") == 1 }
    assert builds[7].contains('[INFO] 2 pulled in ')
    assert builds[8].contains('[INFO] 1 pulled, 1 already present in ')

    assert builds[9].contains('[INFO] Filter one: 1 of 2 images')
    assert builds[9].contains("[INFO] Filter 'one' matches no image; the images are: two, shared")
    assert builds[9].contains("${registry}/team/one:1 is already present")
    assert !builds[9].contains("${registry}/team/shared:1 is already present")

    assert builds[10].contains("[INFO] Filter *e:*: 2 of 6 images")
    assert builds[11].contains("filter 'on' matches no image; the images are: one, shared, two, three")
    // Builds 7 and 8 pulled these images in two modules; each is reported only once.
    ['one:1', 'three:3', 'shared:1'].each { assert builds[12].count("Removed ${registry}/team/${it}") == 1 }
    assert builds[12].count('is not present; nothing to remove') == 1

    assert builds[17].contains("[WARNING] the POM has no execution 'lat' of this plugin; there are: early, images, late")
    assert !builds[5].contains('has no execution')
    assert !log.contains('elsewhere')

    def misspelt = "Filter 'on' matches no image; the images are: "
    assert builds[13].count("[WARNING] In all modules: ${misspelt}one, shared, two, three") == 1
    // The same for a filter in the POM.
    assert builds[18].count("[WARNING] In all modules: ${misspelt}one, shared, two, three") == 1
    assert !builds[9].contains('In all modules')

    [14, 15].each { build ->
        assert builds[build].contains("2 problems:")
        [':one': 'One', ':two': 'Two'].each { module, name ->
            assert builds[build].contains("  - ${module}: bad image '${registry}/team/${name}:")
        }
    }
    assert builds[2].contains("This run is for 3 modules, though Maven's summary will show only :modules alone: :one, :two, :three")

    def restricted = "${context.get('userProperties').getProperty('restricted')}/team/shared:1"
    assert builds[16].contains("${restricted} cannot be pulled as :one signs in; trying as :two does: ")
    assert builds[16].contains("Pulled ${restricted} ")
    assert builds[16].contains('[INFO] 1 pulled in ')

    // Each module pulls its images into its own engine.
    assert builds[19].contains("Pulled ${registry}/team/one:1 ")
    [19, 20, 21].each { assert builds[it].contains('no container engine at tcp://127.0.0.1:1 ') }
    assert builds[19].contains("Pulled ${registry}/team/three:3 ")
    assert !builds[20].contains('team/three:3')
}
