def log = new File(basedir, 'build.log').text

assert log.contains('no container engine at unix:///nonexistent/docker.sock (DOCKER_HOST): ')
assert log.contains('Is Docker or Podman running?')
assert log.contains('or set dockerHost or DOCKER_HOST to where it listens -> [Help 1]')
assert !log.contains('\tat ')
