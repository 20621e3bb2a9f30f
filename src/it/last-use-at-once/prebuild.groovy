import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/shared', '1')
standIns.push(standIns.registry('slow'), 'team/slow', '1')
standIns.registry('slow').throttle(100_000)
context.put('standIns', standIns)
