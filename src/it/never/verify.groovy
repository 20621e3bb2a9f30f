context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def image = "${standIns.registry().host()}/team/app:1.0"

    assert log =~ /${image} is not in \S+ \S+ at \S+, and its pull policy is Never. Put it there, or set pullPolicy to /
    assert log.contains("[INFO] ${image} is already present")
    assert standIns.aws().calls().size() == 1
}
