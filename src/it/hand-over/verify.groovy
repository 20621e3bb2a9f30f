import io.github.ecrmaven.testing.Secrets

context.get('standIns').withCloseable { standIns ->
    def buildLog = new File(basedir, 'build.log')
    def registry = standIns.registry().host()
    def other = standIns.registry('other').host()

    // The goal pulled nothing, and signed in once for all registries of the same principal.
    assert buildLog.text =~
            /Credentials for ${registry}, ${other} are in property 'ecr.dockerAuth' until \d{4}-\d\d-\d\d \d\d:\d\d UTC/
    assert standIns.aws().calls('GetAuthorizationToken').size() == 1
    // Testcontainers pulled with these credentials.
    assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<completed>3</completed>')
    assert standIns.registry().calls().any { standIns.aws().issued(it.password()) }
    assert standIns.inEngine('team/pulled:1.0')
    // Without them it could not pull: these are the errors of Docker and Podman.
    assert !standIns.inEngine('team/refused:1.0')
    assert buildLog.text =~ /no basic auth credentials|authentication required/
    // The log and the files of the build contain no secrets.
    Secrets.assertAbsent(standIns.secrets(), buildLog, new File(basedir, 'target'))
}
