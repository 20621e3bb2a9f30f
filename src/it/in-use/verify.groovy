def standIns = context.get('standIns')
def registry = standIns.registry().host()
def log = new File(basedir, 'build.log').text

try {
    ['used', 'used-too'].eachWithIndex { image, i ->
        def message = "cannot remove ${registry}/team/${image}:1: container '${context.get('containers')[i].name()}' ("
        assert log.contains("[WARNING] ${message}")
        assert log.contains("  - ${message}")
        assert standIns.inEngine("team/${image}:1")
    }
    assert log.count("[INFO] Removed ${registry}/team/free:1") == 2
    assert !standIns.inEngine('team/free:1')
} finally {
    context.get('containers').each { it.close() }
    standIns.close()
}
