def registry = context.get('standIns').registry().host()
def log = new File(basedir, 'build.log').text

// Locked and checked is what the services are pulled from, the image of the POM once,
assert new File(basedir, 'ecr.lock').readLines().drop(1)*.replaceFirst(/@.*/, '') ==
        ['shop/app:1', 'shop/postgres:16', 'shop/queue:3'].collect { "${registry}/${it}".toString() }
assert log.contains('Everything is in place: 3 images in 1 registry')
// and the others are named in one line.
assert log.count("[INFO] Compose services left alone, as their images are neither in ECR nor mirrored there: mail (mailhog/mailhog:latest);" +
        " as compose builds them: built (${registry}/shop/built:1)") == 1
