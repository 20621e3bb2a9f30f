def file = new File(basedir, 'ecr.lock')
def registry = context.get('standIns').registry().host()

assert file.readLines().drop(1)*.replaceFirst(/@.*/, '') ==
        ["${registry}/team/db:16", "${registry}/team/queue:latest", "${registry}/team/web:2"]*.toString()
file << '# my own words\n'
context.put('text', file.text)
