import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1.0')
context.put('standIns', standIns)
