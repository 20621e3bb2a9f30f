import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1.0')
standIns.aws().accept('ASIALITERAL000000001', 'literal/secret+1', 'literal/session+1')
context.put('standIns', standIns)
