def lines = new File(basedir, 'ecr.lock').readLines()

assert lines.size() == 3
assert lines[1] ==~ /postgres:16-sample@sha256:[0-9a-f]{64}/
assert lines[2] ==~ /sample\/queue:3@sha256:[0-9a-f]{64}/

// Moves the tag: the build must still get the locked image.
context.get('standIns').push('docker-hub/library/postgres', '16-sample')
context.put('locked', lines[1].replaceFirst(/.*@/, ''))
