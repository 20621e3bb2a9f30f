context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert new File(basedir, 'classes-pulling.log').text.contains(' software.amazon.awssdk.')
    assert log.contains("[INFO] ${standIns.registry().host()}/team/app:1.0 is already present")
    assert !new File(basedir, 'classes-present.log').text.contains(' software.amazon.awssdk.')
    assert standIns.aws().calls().size() == 1
}
