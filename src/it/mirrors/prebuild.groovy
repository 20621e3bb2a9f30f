import io.github.ecrmaven.testing.StandIns
import io.github.ecrmaven.testing.TestImage

def standIns = new StandIns(context.get('userProperties'))
def image = TestImage.docker('linux/amd64', System.nanoTime(), 1_000)
standIns.registry().pushUpstream('docker-hub/ecr-maven-plugin-it/mirrored-db', '16', image)
context.put('digest', image.digest())
context.put('standIns', standIns)
