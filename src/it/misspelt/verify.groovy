def log = new File(basedir, 'build.log').text
def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')

[1: "the plugin's <configuration> has <pullPolcy>, but no goal has such a parameter: did you mean <pullPolicy>?",
 2: "the plugin's <configuration> has <image>, but no goal has such a parameter: did you mean <images>?",
 3: 'an <image> has the unknown element <hostname>. It may have <id>, <localTag>, <name>, <platform>, <pullPolicy>',
 4: 'a <registry> has the unknown element <hostname>. It may have <accessKeyId>',
 5: '<registries> has <host>, but takes only <registry>: write <registries><registry>',
 6: "parameter 'images' has \${app.version}, but the property app.version is not set",
 7: 'bad image number 2 of 2: it is empty'].each { build, words -> assert builds[build].contains(words) }

assert builds[8].contains('[WARNING] -Decr.image is not a parameter: did you mean -Decr.images?')
assert !log.contains('nonexistent')
