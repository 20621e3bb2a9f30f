def log = new File(basedir, 'build.log').text

['ecr:check', 'ecr:help', 'ecr:lock', 'ecr:pull', 'ecr:remove'].each { assert log.contains(it) }
['images', 'pullPolicy', 'platform', 'accessKeyId', 'secretAccessKey', 'sessionToken', 'profile', 'serverId', 'endpoint',
        'region', 'output', 'lockFile', 'dockerHost', 'dockerContext', 'certPath', 'force', 'noPrune', 'filter',
        'dockerAuthProperty', 'skip'].each {
    assert log.contains("User property: ecr.${it}")
}
return
