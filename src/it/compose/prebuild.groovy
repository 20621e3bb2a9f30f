import io.github.ecrmaven.testing.EngineImages
import io.github.ecrmaven.testing.StandIns
import io.github.ecrmaven.testing.TestImage

def standIns = new StandIns(context.get('userProperties'))
standIns.registry().push('shop/postgres', '16', TestImage.docker('linux/arm64', System.nanoTime(), 100_000))
standIns.push('shop/app', '1')
// The user has already pulled this image.
standIns.pull(standIns.push('shop/queue', '3'))
context.put('before', EngineImages.lines(standIns.registry().host(), [] as Set))
context.put('standIns', standIns)
