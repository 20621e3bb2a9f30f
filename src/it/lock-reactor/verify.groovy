context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    ['one:1', 'two:1', 'three:1', 'shared:1'].each {
        assert log =~ /Pulled ${registry}\/team\/${it}@sha256:[0-9a-f]{12} /
        assert log.contains("Removed ${registry}/team/${it}@sha256:")
    }
    assert log =~ /${registry}\/team\/two:2 is not in .+\/lock-reactor\/ecr\.lock\. Run 'mvn ecr:lock -pl :two -Dregistry=${registry} -Dtwo=2' to lock it/
    assert log =~ /${registry}\/team\/one:3 is not in .+\/lock-reactor\/ecr\.lock\. Run 'mvn ecr:lock -pl :one -Pmore -Done=3 -Dregistry=${registry}' to lock it/
}
