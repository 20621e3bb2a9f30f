def log = new File(basedir, 'build.log').text

assert log.contains("""3 problems:
[ERROR]   - bad image 'postgres:16': it names no registry, and so is one of Docker Hub: begin with ACCOUNT.dkr.ecr.REGION.amazonaws.com/. If ECR mirrors it by a pull-through cache, say where, by -Decr.mirrors=docker.io=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX or <mirrors> in the POM
[ERROR]   - bad image 'ghcr.io/team/app:1.0': 'ghcr.io' is not a registry of ECR: ACCOUNT.dkr.ecr.REGION.amazonaws.com. If ECR mirrors it by a pull-through cache, say where, by -Decr.mirrors=ghcr.io=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX or <mirrors> in the POM; declare a registry of ECR of another form, as LocalStack's, by its <host> and <region> in <registries>
[ERROR]   - bad image '123456789012.dkr.ecr.eu-west-1.amazonaws.com/Team/App': repository 'Team/App' has capital letters""")
assert !log.contains('nonexistent')
assert !log.contains('\tat ')
