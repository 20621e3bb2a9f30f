import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1')
standIns.push('team/db', '1')
standIns.registry().throttle(200_000)
context.put('standIns', standIns)
