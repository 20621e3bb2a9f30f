context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def image = "${standIns.registry().host()}/team/app:1.0"

    assert log.contains("[WARNING] Maven is offline: the engine's images are used, though the pull policy is Always: ${image}")
    assert log.contains("[INFO] ${image} is already present; Maven is offline")
    assert log =~ /${image} is not in \S+ \S+ at \S+, and Maven is offline. Run without -o once to pull it/
    assert standIns.aws().calls('GetAuthorizationToken').size() == 1
}
