import groovy.json.JsonOutput
import io.github.ecrmaven.testing.Fault
import io.github.ecrmaven.testing.Secrets
import java.time.Duration

/** Runs Maven in a terminal, which the command script of util-linux provides, and returns the output. */
def atTerminal(String arguments, File log) {
    def home = new File(basedir, '../../it-home').canonicalFile
    def settings = new File(basedir, 'terminal-settings.xml')
    settings.text = new File(basedir, 'settings-with-secrets.xml').text
            .replace('@localRepositoryUrl@', new File(localRepositoryPath.toString()).toURI().toString())
    def maven = (new File(basedir, 'build.log').text =~ /(?m)^Maven home: (.+)$/)[0][1]
    def properties = context.get('userProperties').collect { name, value -> "'-D$name=$value'" }.join(' ')
    def command = "'$maven/bin/mvn' -ntp -s '$settings' '-Dmaven.repo.local=$localRepositoryPath' $properties $arguments"
    def builder = new ProcessBuilder('script', '-qec', command, '/dev/null').directory(basedir).redirectErrorStream(true)
    builder.environment().putAll([
        TERM: 'xterm-256color', SHELL: '/bin/sh', LC_ALL: 'C.UTF-8', CI: '', MAVEN_ARGS: '',
        MAVEN_OPTS: '-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=target',
        HOME: home.toString(), AWS_CONFIG_FILE: "$home/.aws/config".toString(), AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'ASIAENVIRONMENT00001', AWS_SECRET_ACCESS_KEY: 'environment/secret+1',
        AWS_SESSION_TOKEN: 'environment/session+1',
        AWS_CONTAINER_CREDENTIALS_FULL_URI: context.get('standIns').aws().containerCredentials().toString(),
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "$home/container-token".toString(),
        HTTPS_PROXY: 'http://env-user:env%2Fproxy%2Bsecret@127.0.0.1:9'])
    def process = builder.start()
    process.outputStream.close()
    def text = process.inputStream.getText('UTF-8')
    log.append(text, 'UTF-8')
    process.waitFor()
    return text
}

/** Returns control characters, bidirectional controls and commands of CI systems, with the text around them. */
def harmful(String text) {
    def found = text =~ /.{0,80}[\x00-\x08\x0B-\x1F\x7F-\x9F\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]|(?m)^\s*(?:::|##vso\[).*/
    return found.collect { it.toString() }
}

def aws = context.get('standIns').aws()
context.get('standIns').withCloseable { standIns ->
    def buildLog = new File(basedir, 'build.log')
    def log = buildLog.text
    def registry = { standIns.registry(it) }

    // Each kind of valid credentials was used to pull.
    assert log.contains('secretAccessKey = <')
    assert standIns.inEngine('team/app:1.0')
    assert aws.owner(standIns.registry().calls().findAll { it.password() }.last().password()).endsWith(':user/goal')
    context.get('owners').each { name, owner ->
        assert aws.owner(registry(name).calls().findAll { it.password() }.last().password()).contains(":$owner")
    }
    assert registry('ecr-token').calls().last().password() == 'ready/token+of-earlier'
    assert aws.calls('GetAuthorizationToken').find { it.service() == 'ecr-public' }.arn().contains(':assumed-role/AWSReservedSSO_')
    assert context.get('engine').registryAuth() != null
    // Credentials were handed over in a property.
    assert log.contains('dockerAuthProperty = ecr.dockerAuth')
    assert log =~ /Credentials for [\d.:, ]+ are in property 'ecr.dockerAuth' until /
    // Invalid credentials were refused. The stack traces that -e prints contain each cause, except with Maven 3.6 and 3.8,
    // which print no suppressed exceptions.
    assert log.contains("${context.get('refused').size()} of ${context.get('refused').size()} images could not be pulled")
    assert log =~ /Apache Maven 3\.[68]\./ || ['EcrException', 'StsException', 'InvalidIdentityTokenException',
        'UnauthorizedException', 'AccessDeniedException', 'HttpHostConnectException'].every {
            log =~ /Caused by: [\w.]+\.$it: / }

    assert log.contains('the proxy http://127.0.0.1:9')

    // The same in a terminal, also with the progress table and with malicious responses of AWS and the engine.
    def terminalLog = new File(basedir, 'terminal.log')
    if (System.getProperty('os.name') == 'Linux') {
        ['CreateToken', 'CreateOAuth2Token'].each {
            aws.fail(it, Fault.status(400, 'AccessDeniedException', context.get('hostile')), Fault.ALWAYS)
        }
        context.get('engine').pull('{"status":"Pulling fs layer","id":"0123456789ab"}',
                JsonOutput.toJson([error: context.get('hostile'), errorDetail: [message: context.get('hostile')]]))
        def goal = '-Decr.pullPolicy=Always -Decr.accessKeyId=ASIAGOAL000000000001' +
                ' -Decr.secretAccessKey=goal/secret+1 -Decr.sessionToken=goal/session+1'
        def logged = atTerminal("-X -e ecr:pull@every-kind ecr:pull@sources ecr:pull@refused $goal", terminalLog)
        // Slow enough for the progress table to appear.
        registry('container').fail('/manifests/', Fault.delay(Duration.ofSeconds(1)))
        def drawn = atTerminal("-e ecr:pull@sources ecr:pull@public $goal", terminalLog)

        assert logged.contains("${context.get('refused').size()} of ${context.get('refused').size()} images could not be pulled")
        ['environment', 'web-identity', 'container', 'instance'].each {
            assert aws.owner(registry(it).calls().findAll { it.password() }.last().password()).contains(":assumed-role/of-$it/")
        }
        assert log =~ /Apache Maven 4/ || drawn.contains('\u001b[K')
        [logged, drawn].each {
            assert it.contains('::add-mask::a')
            // Ignores the sequences that Maven and the progress table print: colors, cursor up, erase, carriage return.
            def text = it.replaceAll(/\u001b\[(?:[\d;]*m|\d*A|[JK])/, '').replace('\r\n', '\n').replaceAll(/(?<=\n)\r+/, '')
            // Ignores the queries for the terminal's features that Maven 4 prints at its start.
            assert harmful(text.replaceFirst(/^(?:\u001b\[\??\d*\$?[a-z])+/, '')) == []
        }
    }

    // No secret was printed or written.
    Secrets.assertAbsent(
            standIns.secrets() + context.get('home').secrets() + ['wrong/secret+1', 'old/ecr/token+1',
                'web-identity/token+unknown', 'proxy/secret+1', 'env/proxy+secret'],
            [buildLog, terminalLog, new File(basedir, 'target')].findAll { it.exists() } as File[])
    // Text from other systems was printed without control characters and commands of CI systems.
    assert log.contains('::add-mask::a')
    assert harmful(log) == []
    context.get('engine').close()
    assert !(log =~ /(?i)x-registry-auth|x-amz-security-token|"authorizationToken"|AWS4-HMAC-SHA256|Signature=/)
}
