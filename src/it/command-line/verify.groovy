context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    assert log.contains('[INFO] 2 pulled in ')
    assert log.contains('[INFO] 2 already present in ')
    ['app', 'db'].each { assert log.count("Pulled ${registry}/team/${it}:1 ") == 1 }
    assert !log.contains('of-the-pom') && !log.contains('of-the-execution')
}
