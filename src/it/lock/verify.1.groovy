def standIns = context.get('standIns')
def registry = standIns.registry().host()
def lines = new File(basedir, 'ecr.lock').readLines()

assert lines.size() == 4
assert lines[0] == "# The images that ecr:pull takes, by digest. 'mvn ecr:lock' writes this file: review it, and commit it."
assert lines[1] ==~ /${registry}\/team\/app:1\.0@sha256:[0-9a-f]{64}/
assert lines[2] ==~ /${registry}\/team\/db:16@sha256:[0-9a-f]{64}/
assert lines[3] ==~ /${registry}\/team\/queue:latest@sha256:[0-9a-f]{64}/

context.put('locked', lines[2].split('@')[1])
standIns.push('team/db', '16')
return true
