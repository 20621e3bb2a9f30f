context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def image = "${standIns.registry().host()}/team/app:1.0"

    assert log.count("Pulled ${image} ") == 1
    assert log.contains("${image} is already present")
}
