context.get('standIns').withCloseable { standIns ->
    def registry = standIns.registry().host()
    def log = new File(basedir, 'build.log').text
    ['one', 'two'].each { assert !new File(basedir, "${it}/target/ecr/pulled.txt").exists() }
    def left = log.indexOf("${registry}/team/shared:1 is kept: another module of this build needs it")
    def removed = log.indexOf("Removed ${registry}/team/shared:1")

    assert left > 0 && removed > left
    assert !standIns.inEngine('team/shared:1')
}
