context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("with access key of settings.xml server 'encrypted'")
    assert standIns.aws().calls('GetAuthorizationToken')*.accessKeyId() == ['AKIASERVER0000000001']
    assert standIns.inEngine('team/app:1.0')
    // Maven 4 decrypts the whole settings.xml before any plugin runs, and fails then.
    def refused = "cannot decrypt the password of settings.xml server 'encrypted': "
    assert log.contains('Error building settings') || log.contains(refused)
    assert !log.contains('PlexusCipherException')
}
