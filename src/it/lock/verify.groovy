import groovy.json.JsonSlurper
import io.github.ecrmaven.testing.Secrets

context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()
    def file = new File(basedir, 'ecr.lock')
    def was = context.get('locked')
    def is = file.readLines().find { it.contains('/team/db:16@') }.split('@')[1]
    def shortened = { it.substring(0, 19) }
    def command = "mvn ecr:lock -Dregistry=${registry}"

    // Build 1: lock writes the file.
    assert was != is
    assert log =~ /\[INFO\] team\/app:1\.0 +locked at sha256:[0-9a-f]{12}\R/
    assert log =~ /\[INFO\] team\/db:16 +locked at ${shortened(was)}/
    assert log.contains('[INFO] Locked 3 images in ecr.lock: 3 new')

    // Build 2: check reports that a tag has moved.
    def db = new JsonSlurper().parse(new File(basedir, 'target/check.json')).registries[0].images[0]
    def moved = "moved since ecr.lock: ${shortened(was)} -> ${shortened(is)}; '${command}' takes the new one"
    assert log =~ /\[INFO\]   team\/db:16: \Q${moved}\E\R/
    assert db.name == "${registry}/team/db:16@${was}" && db.digest == was && db.tagDigest == is
    assert db.notes == [moved.toString()]
    assert log.contains('[INFO] Everything is in place: 3 images in 1 registry')

    // Builds 2 to 5: pull and remove use the locked digests, and pull fails for an image that is not locked.
    assert log.contains("[INFO] Pulled ${registry}/team/db:16@${shortened(was)} in ")
    assert log.contains("${registry}/team/web:2 is not in ${file}. Run '${command} -Dsecond=team/web:2' to lock it")
    assert log.contains("${registry}/team/later:1 is not in ${file}. Run '${command} -Dthird=team/later:1' to lock it")
    assert log.contains("[INFO] Removed ${registry}/team/db:16@${shortened(was)}")

    // Builds 6 and 7: lock updates the file.
    assert log =~ /\[INFO\] team\/db:16 +${shortened(was)} -> ${shortened(is)}/
    assert log =~ /\[INFO\] team\/app:1\.0 +removed/
    assert log =~ /\[INFO\] team\/web:2 +locked at /

    // Builds 8 to 10: the file stays the same if nothing changes or if lock fails.
    assert log =~ /\[INFO\] Locked 3 images in ecr\.lock: nothing has changed/
    assert log.contains('Maven is offline, but only registries know the digests of tags: run ecr:lock without -o')
    assert log.contains("cannot find the digest of ${registry}/team/absent:1: ${registry} says: NAME_UNKNOWN: ")
    assert file.text == context.get('text')
    Secrets.assertAbsent(standIns.secrets(), new File(basedir, 'build.log'), new File(basedir, 'target'), file)
}
