context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text
    def registry = standIns.registry().host()

    ['app', 'db'].each {
        assert log.count("Pulled ${registry}/team/${it}:1 ") == 1
        assert !log.contains("${registry}/team/${it}:1 is already present")
    }
    // It is not predictable which module pulls which image.
    def sum = { outcome -> (log =~ /(\d+) $outcome(?:,| in )/).collect { it[1] as int }.sum() }
    assert sum('pulled') == 2
    assert sum('already present') == 2 * 3 - 2
    def layers = standIns.registry().requests().findAll { it.startsWith('GET') && it.contains('/blobs/') }
    assert layers.size() == 2 * (3 + 1) // each image has three layers and a configuration
    assert layers.size() == layers.toSet().size()
    assert standIns.aws().calls('GetAuthorizationToken').size() == 1
}
