context.get('standIns').withCloseable { standIns ->
    // Maven 4 itself prints the command line, with the keys that this test gives there.
    def log = new File(basedir, 'build.log').readLines().findAll { !it.startsWith('Command line:') }.join('\n')

    assert log.contains('secretAccessKey = <')
    assert standIns.inEngine('team/app:1.0')
    assert !log.contains('debug/secret')
    assert !log.contains('debug/session')
    assert !standIns.aws().passwords().any { log.contains(it) || log.contains(it.bytes.encodeBase64().toString()) }
    assert !(log =~ /(?i)x-registry-auth|x-amz-security-token|authorizationToken"/)
}
