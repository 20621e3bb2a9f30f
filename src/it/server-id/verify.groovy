context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("[INFO] Signing in to ${standIns.registry().host()} with access key of settings.xml server 'stand-in'")
    assert standIns.aws().calls('GetAuthorizationToken')*.accessKeyId() == ['AKIASERVER0000000001', 'AKIAENVIRONMENT00001']
    assert standIns.inEngine('team/app:1.0')
}
