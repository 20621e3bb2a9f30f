import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/app', '1.0')
println "\nImages in the engine, before:\n${standIns.engineImages()}"
context.put('standIns', standIns)
