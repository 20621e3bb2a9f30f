import io.github.ecrmaven.testing.EngineProxy
import io.github.ecrmaven.testing.Engines
import io.github.ecrmaven.testing.StandIns

(1..10).each {
    def module = new File(basedir, "m${it}")
    module.mkdirs()
    new File(module, 'pom.xml').text = """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.github.ecrmaven.it</groupId>
    <artifactId>ten-modules</artifactId>
    <version>1</version>
  </parent>
  <artifactId>m${it}</artifactId>
  <packaging>pom</packaging>
</project>
"""
}

def userProperties = context.get('userProperties')
def standIns = new StandIns(userProperties)
standIns.push('team/app', '1')
context.put('standIns', standIns)

def engine = new EngineProxy(Engines.here().uri())
userProperties.setProperty('engine', engine.uri().toString())
context.put('engine', engine)
