import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
context.get('userProperties').with {
    put('ecr.images', standIns.push('team/app', '1') + ',' + standIns.push('team/db', '1'))
    put('ecr.pullPolicy', 'IfNotPresent')
    put('ecr.secretAccessKey', 'environment/secret+wJalrXUtnFEMIK7MDENGbPxR')
    put('not.the.secret', 'wrong')
}
context.put('standIns', standIns)
