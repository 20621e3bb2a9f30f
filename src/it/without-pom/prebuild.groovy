import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
def images = [standIns.push('team/app', '1.0'), standIns.push('team/db', 'latest')]
context.get('userProperties').put('ecr.images', images.join(','))
context.put('standIns', standIns)
