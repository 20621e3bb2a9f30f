def log = new File(basedir, 'build.log').text

assert log.contains('Saved Build to local file: ')
// Failsafe got the login, but the cache did not store it.
assert log.contains("are in property 'ecr.dockerAuth' until")
new File(basedir, 'cache').eachFileRecurse { file ->
    assert file.directory || context.get('standIns').secrets().every { !file.text.contains(it) }
}
