import io.github.ecrmaven.testing.Secrets

def aws = context.get('standIns').aws()
context.get('standIns').withCloseable { standIns ->
    def buildLog = new File(basedir, 'build.log')
    def log = buildLog.text
    def registry = { standIns.registry(it) }

    // Each kind was really used,
    assert log.contains('secretAccessKey = <')
    assert standIns.inEngine('team/app:1.0')
    assert aws.owner(standIns.registry().calls().findAll { it.password() }.last().password()).endsWith(':user/goal')
    context.get('owners').each { name, owner ->
        assert aws.owner(registry(name).calls().findAll { it.password() }.last().password()).contains(":$owner")
    }
    assert registry('ecr-token').calls().last().password() == 'ready/token+of-earlier'
    assert aws.calls('GetAuthorizationToken').find { it.service() == 'ecr-public' }.arn().contains(':assumed-role/AWSReservedSSO_')
    assert context.get('engine').registryAuth() != null
    // handed over,
    assert log.contains('dockerAuthProperty = ecr.dockerAuth')
    assert log =~ /Credentials for [\d.:, ]+ are in property 'ecr.dockerAuth' until /
    // or refused, each with its own cause in the chains of exceptions that -e prints
    // from Maven 3.9 on (before, it prints no suppressed ones),
    assert log.contains("${context.get('refused').size()} of ${context.get('refused').size()} images could not be pulled")
    assert log =~ /Apache Maven 3\.[68]\./ || ['EcrException', 'StsException', 'InvalidIdentityTokenException',
        'UnauthorizedException', 'AccessDeniedException', 'HttpHostConnectException'].every {
            log =~ /Caused by: [\w.]+\.$it: / }

    assert log.contains('the proxy http://127.0.0.1:9')

    // and no secret was shown.
    Secrets.assertAbsent(
            standIns.secrets() + context.get('home').secrets() + ['wrong/secret+1', 'old/ecr/token+1',
                'web-identity/token+unknown', 'proxy/secret+1', 'env/proxy+secret'],
            buildLog, new File(basedir, 'target'))
    // Nor did what comes from outside reach the terminal, or a CI system, as it is.
    assert log.contains('::add-mask::a')
    assert !(log =~ /[\x00-\x08\x0B-\x1F\x7F-\x9F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/)
    assert !(log =~ /(?m)^\s*(::|##vso\[)/)
    context.get('engine').close()
    assert !(log =~ /(?i)x-registry-auth|x-amz-security-token|"authorizationToken"|AWS4-HMAC-SHA256|Signature=/)
}
