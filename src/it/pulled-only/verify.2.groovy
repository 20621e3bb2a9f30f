import io.github.ecrmaven.testing.EngineImages

def registry = context.get('standIns').registry().host()
def log = new File(basedir, 'build.log').text
def journal = new File(basedir, 'target/ecr/pulled.txt')

assert EngineImages.lines(registry, [context.get('moved')] as Set) == context.get('before')
assert EngineImages.id('pulled-only-db:it').isEmpty()
assert log.contains("[INFO] ${registry}/team/present:1 is kept: ${journal} does not say that ecr:pull pulled it")
assert log.contains("[INFO] Removed ${registry}/team/absent:1")
assert log.contains("[INFO] ${registry}/team/moved:latest names ${context.get('moved').substring(0, 19)} again, as it did before")
assert log.contains('[INFO] Untagged pulled-only-db:it')
assert !journal.exists()
