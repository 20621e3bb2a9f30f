context.get('standIns').withCloseable { standIns ->
    def ours = new File(basedir, 'build.log').text.readLines().findAll { it =~ /team\/app|UnrecognizedClientException/ }

    assert ours.any { it =~ /Pulled .*team\/app:1\.0/ }
    assert ours.any { it.contains('its session token if it is temporary (ASIA...)') }
    assert ours.every { it ==~ /[\x20-\x7E]*/ }
    assert !ours.any { it.contains('?') }
    assert standIns.inEngine('team/app:1.0')
}
