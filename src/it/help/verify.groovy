def log = new File(basedir, 'build.log').text

['ecr:help', 'ecr:pull', 'ecr:remove'].each { assert log.contains(it) }
['images', 'pullPolicy', 'platform', 'accessKeyId', 'secretAccessKey', 'sessionToken', 'profile', 'serverId', 'endpoint',
        'region', 'dockerHost', 'dockerContext', 'certPath', 'force', 'noPrune', 'skip'].each {
    assert log.contains("User property: ecr.${it}")
}
return
