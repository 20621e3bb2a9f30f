import groovy.json.JsonSlurper

context.get('standIns').withCloseable { standIns ->
    def images = new JsonSlurper().parse(new File(basedir, 'target/ecr/images.json')).images

    assert images*.id == ['app', 'db', 'queue']
    assert images*.outcome == ['up to date', 'failed', 'up to date']
    assert images*.digest.take(2) == [context.get('digest'), null]
    assert images[1].problem.startsWith("cannot pull ${standIns.registry().host()}/team/postgres:16: ")
}
