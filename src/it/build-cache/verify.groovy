context.get('standIns').withCloseable { standIns ->
    def log = new File(basedir, 'build.log').text

    assert log.contains('Skipping plugin execution (cached): ecr:pull')
    assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<failures>1</failures>')
    assert !standIns.inEngine('team/db:16')
}
