import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1.0')
standIns.aws().accept('ASIADEBUG00000000001', 'debug/secret+1', 'debug/session+1')
context.put('standIns', standIns)
