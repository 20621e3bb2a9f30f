import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
['used', 'used-too', 'free'].each { standIns.push("team/${it}", '1') }
context.put('standIns', standIns)
