import io.github.ecrmaven.testing.StandIns

def properties = context.get('userProperties')
def standIns = new StandIns(properties)
def aws = standIns.aws()
aws.accept('AKIASERVER0000000001', 'server/secret+je7MtGbClwBFdeHoHy2UyvT7QbV1Jx', '', 'arn:aws:iam::123456789012:user/ireland')
aws.accept('AKIAENVIRONMENT00001', 'environment/secret+wJalrXUtnFEMIK7MDENGbPxR', '', 'arn:aws:iam::123456789012:user/virginia')
aws.requireExternalId('arn:aws:iam::210987654321:role/pull', 'build')
properties.remove('ecr.region')
properties.setProperty('aws.endpointUrl', aws.endpoint().toString())

[ireland: 'arn:aws:iam::123456789012:user/ireland',
 partner: 'arn:aws:sts::210987654321:assumed-role/pull/ecr-maven-plugin',
 virginia: 'arn:aws:iam::123456789012:user/virginia'].each { name, arn ->
    def registry = standIns.registryOf(arn, name)
    standIns.push(registry, 'team/one', '1')
    standIns.push(registry, 'team/two', '1')
}
context.put('standIns', standIns)
