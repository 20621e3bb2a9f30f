context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def image = "${standIns.registry().host()}/team/shared:1"
    // The log of each build, starting with builds[1].
    def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')
    def left = "${image} is kept: another module of this build needs it"

    (1..9).each { build ->
        assert builds[build].count("Pulled ${image} ") == (build == 9 ? 0 : 1)
        assert builds[build].count("Removed ${image}") == (build == 8 ? 0 : 1)
    }
    // Printed once, although the root declares the image too.
    [1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 0].each { build, times -> assert builds[build].count(left) == times }
    // The images of modules that fail or are not built are removed before Maven prints its summary.
    [3, 4, 5].each { assert builds[it].indexOf("Removed ${image}") < builds[it].indexOf('Reactor Summary') }
    (1..7).each { assert builds[it].count("Removing ${image}, which other modules needed until now") == (it in [4, 5] ? 1 : 0) }
    assert !standIns.inEngine('team/shared:1')
}
