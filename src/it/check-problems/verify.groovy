import groovy.json.JsonSlurper
import io.github.ecrmaven.testing.Secrets

context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()
    def partner = context.get('userProperties').getProperty('partner')
    def problems = [
            'no container engine at unix:///nonexistent/docker.sock (DOCKER_HOST): ',
            "${registry}/team/app:9: ECR has no tag 9 in repository 'team/app' in eu-west-1. Push the image",
            "${registry}/team/queue:latest: not made for linux/s390x. It is made for linux/amd64: set <platform> to that",
            "no ECR authorization token for ${partner} with role arn:aws:iam::210987654321:role/pull assumed with "]

    assert log.contains('4 problems:')
    problems.each { assert log.contains("  - ${it}") }
    assert log =~ /\[INFO\]   team\/app:9 +not found +- +unknown +-\R/
    assert log =~ /\[INFO\]   shop\/db:16 +sha256:[0-9a-f]{12} +0\.6 +unknown +linux\/amd64\R/
    assert !log.contains('Everything is in place')
    assert !log.contains('\tat ')

    def report = new JsonSlurper().parse(new File(basedir, 'target/check.json'))
    assert report.engine == null
    assert report.problems.size() == 4
    [report.problems, problems].transpose().each { said, expected -> assert said.startsWith(expected) }
    Secrets.assertAbsent(standIns.secrets(), new File(basedir, 'build.log'), new File(basedir, 'target'))
}
