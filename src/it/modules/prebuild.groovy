import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
[one: '1', two: '2', three: '3', shared: '1'].each { name, tag -> standIns.push("team/${name}", tag) }
context.put('standIns', standIns)
