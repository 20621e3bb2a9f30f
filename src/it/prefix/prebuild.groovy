import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1.0')
standIns.push('team/db', '2')
context.put('standIns', standIns)
