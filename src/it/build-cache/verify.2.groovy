context.get('lock')()

def log = new File(basedir, 'build.log').text

assert log.count('Skipping plugin execution (cached): compiler:compile') == 1
assert log.count('[INFO] Pulled ') == 2
assert log.count('[INFO] Removed 1 image') == 2
