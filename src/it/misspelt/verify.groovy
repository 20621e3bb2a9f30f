def log = new File(basedir, 'build.log').text
def builds = log.split('(?m)^\\[INFO\\] Scanning for projects')

[1: "the plugin's <configuration> has <pullPolcy>, but no goal has such a parameter: is <pullPolicy> meant?",
 2: "the plugin's <configuration> has <image>, but no goal has such a parameter: is <images> meant?",
 3: 'an <image> has <hostname>, which means nothing there. It may have <id>, <localTag>, <name>, <platform>, <pullPolicy>',
 4: 'a <registry> has <hostname>, which means nothing there. It may have <accessKeyId>',
 5: '<registries> has <host>, but takes only <registry>: write <registries><registry>',
 6: "parameter 'images' has \${app.version}, but the property app.version is not set",
 7: 'bad image number 2 of 2: it is empty'].each { build, words -> assert builds[build].contains(words) }

assert builds[8].contains('[WARNING] -Decr.image is no parameter: is -Decr.images meant?')
assert !log.contains('nonexistent')
