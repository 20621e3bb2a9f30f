import java.util.jar.JarFile

// Gives META-INF/maven/GROUP/ARTIFACT/pom.properties to each library of the one jar whose own jar has none.

def names = new File(project.build.outputDirectory, 'META-INF/maven')
names.eachDir { if (it.name != project.groupId) it.deleteDir() } // of libraries that an earlier build had

project.artifacts.findAll { it.scope in ['compile', 'runtime'] }.each { library ->
    def name = "${library.groupId}/${library.artifactId}/pom.properties"
    if (new JarFile(library.file).withCloseable { it.getEntry("META-INF/maven/$name") } == null) {
        def file = new File(names, name)
        file.parentFile.mkdirs()
        file.text = "artifactId=${library.artifactId}\ngroupId=${library.groupId}\nversion=${library.version}\n"
    }
}
