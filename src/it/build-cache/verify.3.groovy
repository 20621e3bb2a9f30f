def log = new File(basedir, 'build.log').text

assert log.count('Skipping plugin execution (cached): compiler:compile') == 1
assert log.count('[INFO] Pulled ') == 3
assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<completed>1</completed>')
