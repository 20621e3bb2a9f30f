def log = new File(basedir, 'build.log').text
def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')

['parameter': "the plugin's <configuration> has <pullPolcy>, but no goal has such a parameter: did you mean <pullPolicy>?",
 'outside': "the plugin's <configuration> has <image>, but no goal has such a parameter: did you mean <images>?",
 'of-image': 'an <image> has the unknown element <hostname>. It may have <id>, <localTag>, <name>, <platform>, <pullPolicy>',
 'of-registry': 'a <registry> has the unknown element <hostname>. It may have <accessKeyId>',
 'host': '<registries> has <host>, but takes only <registry>: write <registries><registry>',
 'unset': "parameter 'images' has \${app.version}, but the property app.version is not set",
 'empty': 'bad image number 2 of 2: it is empty'].each { module, words ->
    assert builds[1].readLines().any { it.contains(" on project ${module}: ") && it.contains(words) }
}

assert builds[2].contains('[WARNING] -Decr.image is not a parameter: did you mean -Decr.images?')
assert !log.contains('nonexistent')
