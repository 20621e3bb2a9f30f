import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1')
standIns.push('team/postgres', '16')
standIns.push('team/queue', '3')
context.put('standIns', standIns)
