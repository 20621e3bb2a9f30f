context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def properties = context.get('userProperties')

    ['ireland', 'partner', 'virginia'].each { registry ->
        ['one', 'two'].each { assert log.contains("Pulled ${properties.getProperty(registry)}/team/${it}:1 ") }
    }
    assert standIns.aws().calls('GetAuthorizationToken').collect { [it.region(), it.arn()] } as Set == [
            ['eu-west-1', 'arn:aws:iam::123456789012:user/ireland'],
            ['eu-west-1', 'arn:aws:sts::210987654321:assumed-role/pull/ecr-maven-plugin'],
            ['us-east-1', 'arn:aws:iam::123456789012:user/virginia']] as Set
    assert standIns.aws().calls('GetAuthorizationToken').size() == 3
    assert standIns.aws().calls('AssumeRole')*.region() == ['eu-west-1']
    assert log.contains("with access key of settings.xml server 'stand-in'")
    assert log.contains('with role arn:aws:iam::210987654321:role/pull assumed with environment variable AWS_ACCESS_KEY_ID')
}
