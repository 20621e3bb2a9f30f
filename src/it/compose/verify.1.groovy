def registry = context.get('standIns').registry().host()
def log = new File(basedir, 'build.log').text

// lock and check use the images that the services are pulled from. The image that is also in the POM counts once.
assert new File(basedir, 'ecr.lock').readLines().drop(1)*.replaceFirst(/@.*/, '') ==
        ['shop/app:1', 'shop/postgres:16', 'shop/queue:3'].collect { "${registry}/${it}".toString() }
assert log.contains('Everything is in place: 3 images in 1 registry')
// One line names the services that are left alone.
assert log.count("[INFO] Compose services left alone, as their images are neither in ECR nor mirrored there: mail (mailhog/mailhog:latest);" +
        " as compose builds them: built (${registry}/shop/built:1)") == 1
