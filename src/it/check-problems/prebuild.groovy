import io.github.ecrmaven.testing.StandIns

def properties = context.get('userProperties')
def standIns = new StandIns(properties)
def partner = standIns.registryOf('arn:aws:sts::210987654321:assumed-role/pull/ecr-maven-plugin', 'partner')
standIns.aws().serve('210987654321', partner)
properties.setProperty('aws.endpointUrl', standIns.aws().endpoint().toString())
standIns.push('team/app', '1.0')
standIns.push('team/queue', 'latest')
standIns.push(partner, 'shop/db', '16')
standIns.aws().deny('arn:aws:iam::210987654321:role/pull', 'ecr:GetAuthorizationToken')
context.put('standIns', standIns)
