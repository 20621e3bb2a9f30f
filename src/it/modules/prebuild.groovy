import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
[one: '1', two: '2', three: '3', shared: '1'].each { name, tag -> standIns.push("team/${name}", tag) }
// Only the owner of the access key in the environment can pull from this registry; in profile principals, module one signs in
// as another user.
def developer = 'arn:aws:iam::123456789012:user/developer'
standIns.aws().accept('AKIAENVIRONMENT00001', 'environment/secret+wJalrXUtnFEMIK7MDENGbPxR', '', developer)
standIns.aws().accept('AKIASERVER0000000001', 'server/secret+je7MtGbClwBFdeHoHy2UyvT7QbV1Jx', '', developer + '2')
standIns.push(standIns.registryOf(developer, 'restricted'), 'team/shared', '1')
context.put('standIns', standIns)
