// A run for some of the images leaves the lines of the others.
assert new File(basedir, 'ecr.lock').readLines().drop(1)*.replaceFirst(/.*\/(team\/.*)@.*/, '$1') ==
        ['team/app:1.0', 'team/db:16', 'team/queue:latest', 'team/web:2']
