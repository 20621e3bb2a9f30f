context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("cannot pull ${standIns.registry().host()}/team/app:2.0: ")
    assert log.contains('not found')
    assert log.contains(". ECR has no tag 2.0 in repository 'team/app' in eu-west-1."
            + ' Push the image, or correct the reference -> [Help 1]')
    assert !log.contains('\tat ')
}
