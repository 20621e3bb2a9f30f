context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("no ECR authorization token for ${standIns.registry().host()} with access key of the goal's parameters:"
            + ' InvalidSignatureException: The request signature we calculated does not match')
    assert log.contains('The secret access key does not belong to the access key ID: check both')
    assert !log.contains('not-its-secret')
    assert log.contains('check both -> [Help 1]')
    assert !log.contains('\tat ')
    assert !standIns.inEngine('team/app:1.0')
}
