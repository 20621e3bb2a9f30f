def log = new File(basedir, 'build.log').text

assert log.count('[INFO] Skipped: ecr.skip is true') == 2
