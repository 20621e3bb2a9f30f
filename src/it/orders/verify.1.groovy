def standIns = context.get('standIns')
def registry = standIns.registry().host()
def lines = new File(basedir, 'ecr.lock').readLines()

assert lines.size() == 3
assert lines[1] ==~ /${registry}\/shop\/postgres:16@sha256:[0-9a-f]{64}/
assert lines[2] ==~ /${registry}\/shop\/queue:3@sha256:[0-9a-f]{64}/

// Moves the tag: the build must still get the locked image.
standIns.push('shop/postgres', '16')
context.put('locked', lines[1].replaceFirst(/.*@/, ''))
