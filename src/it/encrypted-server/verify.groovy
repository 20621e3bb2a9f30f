context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("with access key of settings.xml server 'encrypted'")
    assert standIns.aws().calls('GetAuthorizationToken')*.accessKeyId() == ['AKIASERVER0000000001']
    assert standIns.inEngine('team/app:1.0')
    assert log.contains("cannot decrypt the password of settings.xml server 'encrypted': ")
    assert log.contains('Is the master password of ~/.m2/settings-security.xml the one that it was encrypted with?')
}
