context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    assert log =~ /\[INFO\] 2 pulled in /
    assert log.contains("[INFO] ${registry}/team/app:1.0 is already present")
    assert log.contains("[INFO] ${registry}/team/db:2 is up to date")
    assert log =~ /\[INFO\] 1 up to date, 1 already present in /
    assert log.contains("[INFO] Removed ${registry}/team/app:1.0")
    assert log.contains("[INFO] ${registry}/team/db:2 is not present; nothing to remove")
    // Maven 4 warns about repositories without a prefixes.txt.
    assert log.readLines().findAll { it.contains('[WARNING]') && !it.contains('prefixes.txt') }.isEmpty()
}
