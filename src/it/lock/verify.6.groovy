// With a filter, the lines of all other images are kept.
assert new File(basedir, 'ecr.lock').readLines().drop(1)*.replaceFirst(/.*\/(team\/.*)@.*/, '$1') ==
        ['team/app:1.0', 'team/db:16', 'team/queue:latest', 'team/web:2']
