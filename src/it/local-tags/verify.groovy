context.get('standIns').withCloseable { standIns ->
    def tags = ['local-tags', 'one', 'two'].collect { "local-tags-of-${it}:it".toString() }

    assert new File(basedir, 'two/target/ecr/images.json').text.contains(tags[2])
    assert !standIns.inEngine('team/shared:1')
    assert standIns.engineImages().readLines()*.strip().disjoint(tags)
}
