import io.github.ecrmaven.testing.EngineImages
import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
standIns.push('shop/postgres', '16')
// The user has already pulled this image.
standIns.pull(standIns.push('shop/queue', '3'))
context.put('before', EngineImages.lines(standIns.registry().host(), [] as Set))
context.put('standIns', standIns)
