import groovy.json.JsonSlurper
import io.github.ecrmaven.testing.Secrets

context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    assert log =~ /\[INFO\] Container engine\R\[INFO\]   Address  .* \(DOCKER_HOST\)\R/
    assert log.contains("[INFO] Registry ${registry}")
    assert log.contains('[INFO]   Credentials  environment variable AWS_ACCESS_KEY_ID')
    assert log.contains('[INFO]   Caller       arn:aws:iam::123456789012:user/developer of account 123456789012')
    assert log.contains('[INFO]   Caller       arn:aws:sts::210987654321:assumed-role/pull/ecr-maven-plugin of account 210987654321')
    assert log =~ /\[INFO\]   Token        lasts until \d{4}-\d\d-\d\d \d\d:\d\d .*, 11 h 59 min/
    assert log =~ /\[INFO\]   team\/app:1.0 +sha256:[0-9a-f]{12} +0\.6  no +linux\/amd64\R/
    assert log =~ /\[INFO\]   team\/app:1.0 +sha256:[0-9a-f]{12} +0\.6  yes +linux\/amd64\R/
    assert log.count('[INFO] Everything is in place: 3 images in 2 registries') == 2

    def before = new JsonSlurper().parse(new File(basedir, 'target/report/before.json'))
    def after = new JsonSlurper().parse(new File(basedir, 'target/report/after.json'))
    assert before.engine.os == 'linux'
    assert before.registries*.callerAccount == ['123456789012', '210987654321']
    assert before.registries*.images*.name.flatten() ==
            ["${registry}/team/app:1.0", "${registry}/team/queue:latest", "${before.registries[1].host}/shop/db:16"]*.toString()
    assert before.registries*.images*.inEngine.flatten() == [false, false, false]
    assert after.registries*.images*.inEngine.flatten() == [true, true, true]
    assert before.problems == [] && after.problems == []
    Secrets.assertAbsent(standIns.secrets(), new File(basedir, 'build.log'), new File(basedir, 'target'))
}
