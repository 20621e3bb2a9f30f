assert new File(basedir, 'ecr.lock').readLines()[1] == "ecr-maven-plugin-it/mirrored-db:16@${context.get('digest')}"
