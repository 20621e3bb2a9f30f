import io.github.ecrmaven.testing.EngineImages

def registry = context.get('standIns').registry().host()

assert EngineImages.id("${registry}/team/absent:1".toString()).isPresent()
assert EngineImages.id("${registry}/team/moved:latest".toString()).get() != context.get('moved')
assert EngineImages.id('pulled-only-db:it') == EngineImages.id("${registry}/team/postgres:16".toString())
assert new File(basedir, 'target/ecr/pulled.txt').readLines().size() == 1 + 4
