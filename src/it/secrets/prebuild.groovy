import io.github.ecrmaven.testing.AwsHome
import io.github.ecrmaven.testing.EngineStandIn
import io.github.ecrmaven.testing.StandIns

def userProperties = context.get('userProperties')
def standIns = new StandIns(userProperties)
def aws = standIns.aws()
def engine = new EngineStandIn()
def home = new AwsHome(new File(basedir, '../../it-home').canonicalFile.toPath())
def past = '2020-01-01T00:00:00Z'
def future = '2099-01-01T00:00:00Z'

// A registry for each kind of credentials. This map contains the valid kinds, with their owners.
def owners = [
    server: 'user/server', encrypted: 'user/encrypted', session: 'user/session', assumed: 'assumed-role/pull',
    key: 'user/key', role: 'assumed-role/profile', sso: 'assumed-role/AWSReservedSSO_Developer_0123456789abcdef',
    login: 'user/developer', process: 'user/process', environment: 'user/environment',
    'web-identity': 'assumed-role/pull', container: 'assumed-role/task', instance: 'assumed-role/instance']
def refused = ['wrong-key', 'expired', 'old-ecr-token', 'no-answer', 'proxied', 'denied', 'untrusted', 'sso-revoked', 'sso-over',
    'login-over', 'process-fails', 'web-identity-unknown']
standIns.push('team/app', '1.0')
(owners.keySet() + 'ecr-token' + refused).each { standIns.push(standIns.registry(it), 'team/app', '1.0') }

[
    ['goal', 'ASIAGOAL000000000001', 'goal/secret+1', 'goal/session+1'],
    ['server', 'AKIASERVER0000000002', 'server/secret+2', ''],
    ['encrypted', 'AKIASERVER0000000001', 'server/secret+je7MtGbClwBFdeHoHy2UyvT7QbV1Jx', ''],
    ['session', 'ASIASERVER0000000003', 'server/secret+3', 'server/session+3'],
    ['expired', 'ASIASERVER0000000004', 'expired/secret+1', 'expired/session+1'],
    ['key', 'AKIAPROFILE000000001', 'profile/secret+1', ''],
    ['denied', 'AKIAPROFILE000000002', 'denied/secret+1', ''],
    ['process', 'ASIAPROCESS000000001', 'process/secret+1', 'process/session+1'],
    ['environment', 'ASIAENVIRONMENT00001', 'environment/secret+1', 'environment/session+1'],
].each { name, id, secret, token -> aws.accept(id, secret, token, "arn:aws:iam::123456789012:user/$name") }
aws.expire('ASIASERVER0000000004')
aws.deny('arn:aws:iam::123456789012:user/denied', 'ecr:GetAuthorizationToken')
aws.requireExternalId('arn:aws:iam::123456789012:role/pull', 'build')
aws.requireExternalId('arn:aws:iam::123456789012:role/untrusted', 'another')
aws.acceptToken('CreateToken', 'sso/refresh+1')
aws.acceptToken('CreateOAuth2Token', 'login/refresh+1')
aws.acceptToken('AssumeRoleWithWebIdentity', 'web-identity/token+1')
aws.acceptToken('GetContainerCredentials', 'container/authorization+1')

home.ssoSession('corp', past, 'sso/access+of-earlier', 'sso/refresh+1')
home.ssoSession('revoked', future, 'sso/access+revoked', 'sso/refresh+revoked')
home.ssoSession('over', past, 'sso/access+over', 'sso/refresh+over')
home.loginSession('arn:aws:iam::123456789012:user/developer', past, 'login/secret+1', 'login/refresh+1')
home.loginSession('arn:aws:iam::123456789012:user/gone', past, 'login/secret+gone', 'login/refresh+gone')
def token = home.file('web-identity', 'web-identity/token+1')
def unknownToken = home.file('web-identity-unknown', 'web-identity/token+unknown')
def credentials = home.file('credentials.json', '''
    {"Version": 1, "AccessKeyId": "ASIAPROCESS000000001", "SecretAccessKey": "process/secret+1",
     "SessionToken": "process/session+1"}''')
// Text from other systems may contain terminal control sequences, bidirectional controls or commands of CI systems.
def hostileText = "\u001b]0;title\u0007\u001b[2J\u009b1A\r\n::add-mask::a\n##vso[task.setvariable]\u202eb\u2066c"
def hostile = home.file('hostile', hostileText)
home.file('container-token', 'container/authorization+1\n')
def sso = { "sso_session = $it\nsso_account_id = 123456789012\nsso_role_name = Developer\n" }
def ssoSession = { "[sso-session $it]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n" }
home.config("""
[profile key]
aws_access_key_id = AKIAPROFILE000000001
aws_secret_access_key = profile/secret+1
[profile role]
role_arn = arn:aws:iam::123456789012:role/profile
source_profile = key
[profile sso]
${sso('corp')}
[profile login]
login_session = arn:aws:iam::123456789012:user/developer
[profile process]
credential_process = cat "$credentials"
[profile denied]
aws_access_key_id = AKIAPROFILE000000002
aws_secret_access_key = denied/secret+1
[profile untrusted]
role_arn = arn:aws:iam::123456789012:role/untrusted
external_id = a third
source_profile = key
[profile sso-revoked]
${sso('revoked')}
[profile sso-over]
${sso('over')}
[profile login-over]
login_session = arn:aws:iam::123456789012:user/gone
[profile of-environment]
role_arn = arn:aws:iam::123456789012:role/of-environment
credential_source = Environment
[profile of-web-identity]
role_arn = arn:aws:iam::123456789012:role/of-web-identity
web_identity_token_file = $token
[profile of-container]
role_arn = arn:aws:iam::123456789012:role/of-container
credential_source = EcsContainer
[profile of-instance]
role_arn = arn:aws:iam::123456789012:role/of-instance
credential_source = Ec2InstanceMetadata
[profile process-fails]
credential_process = sh -c 'cat "$credentials" "$hostile" >&2; exit 3'
[profile web-identity-unknown]
role_arn = arn:aws:iam::123456789012:role/ci
web_identity_token_file = $unknownToken
${['corp', 'revoked', 'over'].collect(ssoSession).join()}""")

engine.pull('{"status":"Status: Image is up to date"}')
engine.has('public.ecr.aws/team/app:1.0', 'linux', 'amd64')

userProperties['aws.endpointUrl'] = aws.endpoint().toString()
userProperties['aws.ec2MetadataServiceEndpoint'] = aws.endpoint().toString()
userProperties['settings.security'] = 'settings-security.xml'
userProperties['engine'] = engine.uri().toString()
new File(basedir, 'container.properties').text = "aws.containerCredentialsFullUri=${aws.containerCredentials()}\n"
// This folder, which is searched for secrets, also contains the temporary files of the builds.
new File(basedir, 'target').mkdirs()

context.putAll(standIns: standIns, engine: engine, home: home, owners: owners, refused: refused, hostile: hostileText)
