context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def awsClasses = { name -> new File(basedir, name).readLines().findAll { it.contains(' software.amazon.awssdk.') } }

    assert !awsClasses('classes-pulling.log').isEmpty()
    assert log.contains("[INFO] ${standIns.registry().host()}/team/app:1.0 is already present")
    assert awsClasses('classes-present.log').isEmpty()
    assert standIns.aws().calls().size() == 1
    assert standIns.registry().requests().size() == context.get('requests')
}
