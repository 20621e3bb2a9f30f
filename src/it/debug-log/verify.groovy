context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains('secretAccessKey = <')
    assert standIns.inEngine('team/app:1.0')
    assert !log.contains('debug/secret')
    assert !log.contains('debug/session')
    assert !standIns.aws().passwords().any { log.contains(it) || log.contains(it.bytes.encodeBase64().toString()) }
    assert !(log =~ /(?i)x-registry-auth|x-amz-security-token|authorizationToken"/)
}
