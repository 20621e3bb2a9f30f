import io.github.ecrmaven.testing.EngineImages
import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('team/absent', '1')
standIns.push('team/postgres', '16')
[standIns.push('team/present', '1'), standIns.push('team/moved', 'latest')].each { standIns.pull(it) }
context.put('moved', EngineImages.id("${standIns.registry().host()}/team/moved:latest".toString()).get())
context.put('before', EngineImages.lines(standIns.registry().host(), [] as Set))
standIns.push('team/moved', 'latest')
context.put('standIns', standIns)
