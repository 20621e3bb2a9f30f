context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("cannot pull ${standIns.registry().host()}/team/app:2.0: ")
    assert log.contains('not found')
    assert log.contains('Check the tag or digest and the repository')
    assert log.contains('pushed to this account and region -> [Help 1]')
    assert !log.contains('\tat ')
}
