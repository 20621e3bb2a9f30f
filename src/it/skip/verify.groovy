def builds = new File(basedir, 'build.log').text.split('(?m)^\\[INFO\\] Scanning for projects')

assert builds[1].count('[INFO] Skipped: ecr.skip is true') == 2
[2: 'skipTests', 3: 'skipITs', 4: 'maven.test.skip'].each { build, property ->
    assert builds[build].count("[INFO] Skipped because tests are skipped: ${property} is true (-Decr.skipWithTests=false runs it anyway)") == 2
}
assert [5, 6, 7].every { !builds[it].contains('Skipped') && builds[it].contains("bad image 'not an image'") }
