def host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
def app = "${host}/team/app"

// Creates the modules of pom.xml, each with a different error in its <configuration>.
['parameter': '<pullPolcy>Always</pullPolcy>',
 'outside': "<image>${app}:1.4</image>",
 'of-image': "<images><image><hostname>${app}:1.4</hostname></image></images>",
 'of-registry': "<registries><registry><hostname>${host}</hostname></registry></registries>",
 'host': "<registries><host>${host}</host></registries>",
 'unset': "<images><image>${app}:\${app.version}</image></images>",
 'empty': "<images><image>${app}:1.4</image><image /></images>"].each { module, configuration ->
    def folder = new File(basedir, module)
    folder.mkdirs()
    new File(folder, 'pom.xml').text = """<project>
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>io.github.ecrmaven.it</groupId>
    <artifactId>misspelt</artifactId>
    <version>1</version>
  </parent>
  <artifactId>${module}</artifactId>
  <packaging>pom</packaging>
  <build>
    <plugins>
      <plugin>
        <groupId>io.github.ecrmaven</groupId>
        <artifactId>ecr-maven-plugin</artifactId>
        <configuration>${configuration}</configuration>
        <executions>
          <execution>
            <goals>
              <goal>pull</goal>
            </goals>
          </execution>
        </executions>
      </plugin>
    </plugins>
  </build>
</project>
"""
}

return true // any other value fails the build
