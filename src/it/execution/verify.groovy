context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains("no images for pull: the build declares some elsewhere: run 'mvn ecr:pull@images' -> [Help 1]")
    assert standIns.inEngine('team/app:1.0')
}
