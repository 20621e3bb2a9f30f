import io.github.ecrmaven.testing.StandIns
import io.github.ecrmaven.testing.TestImage

def standIns = new StandIns(context.get('userProperties'))
def lock = {
    def image = TestImage.docker('linux/amd64', System.nanoTime(), 1_000)
    standIns.registry().push('team/db', '16', image)
    new File(basedir, 'ecr.lock').text = "${standIns.registry().host()}/team/db:16@${image.digest()}\n"
}
lock()
context.put('lock', lock)
context.put('standIns', standIns)
