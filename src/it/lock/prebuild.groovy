import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
['db:16', 'app:1.0', 'web:2', 'queue:latest'].each { standIns.push('team/' + it.split(':')[0], it.split(':')[1]) }
context.put('standIns', standIns)
context.put('digests', [:])
