import io.github.ecrmaven.testing.EngineImages
import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('docker-hub/library/postgres', '16-sample')
standIns.push('docker-hub/sample/queue', '3')
context.put('before', EngineImages.lines(standIns.registry().host(), [] as Set))
context.put('standIns', standIns)
