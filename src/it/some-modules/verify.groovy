context.get('standIns').withCloseable { standIns ->
    def image = "${standIns.registry().host()}/team/shared:1"
    // The log of each build, starting with builds[1].
    def builds = new File(basedir, 'build.log').text.split('(?m)^\\[INFO\\] Scanning for projects')
    def left = "${image} is kept: another module of this build needs it"

    (1..5).each { assert builds[it].count("Pulled ${image} ") == 1 }
    [1, 2, 3, 4, 6].each { assert builds[it].count("Removed ${image}") == 1 }
    [1: 0, 2: 1, 3: 0, 4: 0].each { build, times -> assert builds[build].count(left) == times }
    assert builds[2].indexOf("Removed ${image}") > builds[2].indexOf('Building late')
    assert builds[3].contains('Skipped: ecr.skip is true')
    assert builds[5].contains('This run is for 2 modules')
    assert builds[4].contains('Skipped because tests are skipped: skipITs is true')
    assert !standIns.inEngine('team/shared:1')
}
