import io.github.ecrmaven.testing.Secrets

context.get('standIns').withCloseable { standIns ->
    def buildLog = new File(basedir, 'build.log')
    def warnings = buildLog.readLines().findAll { it.startsWith('[WARNING]') && it.contains(' is written in the POM of ') }

    assert standIns.inEngine('team/app:1.0')
    assert warnings*.replaceAll(/, where .*/, '') == [
        '[WARNING] secretAccessKey is written in the POM of :literal-secrets as property the.key',
        '[WARNING] sessionToken is written in the POM of :app']
    assert warnings.every { it.endsWith('. Put it into a <server> of settings.xml, and set serverId to its id') }
    Secrets.assertAbsent(standIns.secrets(), buildLog)
}
