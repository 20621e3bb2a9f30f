context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    assert log.contains("[INFO] Signing in to ${registry} with environment variable AWS_ACCESS_KEY_ID")
    assert log.contains("[INFO] Pulling ${registry}/team/app:1.0")
    assert log =~ /\[INFO\] Pulled ${registry}\/team\/app:1\.0 \(sha256:[0-9a-f]{12}\) in /
    assert log =~ /\[INFO\] 2 pulled in /
    assert log.contains("[INFO] Removed ${registry}/team/app:1.0")
    assert log.contains("[INFO] Removed ${registry}/team/db:latest")
    assert log.contains('[INFO] Removed 2 images and 2 names')
    assert !log.contains('Deleted sha256:')
    assert !standIns.inEngine('team/app:1.0')
    assert !standIns.inEngine('team/db:latest')
}
