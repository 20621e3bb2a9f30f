context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def image = "${standIns.registry().host()}/team/app:1.0"

    // The log of each build, starting with builds[1].
    def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')

    assert builds[1].contains("Pulled ${image} ")
    assert builds[2].contains("${image} is already present")
    assert builds[3].contains("Pulled ${image} ")
    assert builds[3].count('[INFO] 1 pulled in ') == 1
    assert builds[3].contains('Everything is in place: 1 image in 1 registry')
    assert builds[3].contains('Locked 1 image in ')
    assert builds[4].contains('[INFO] Skipped: ecr.skip is true')
}
