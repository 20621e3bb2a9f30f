context.get('standIns').withCloseable { standIns ->
    def image = "${standIns.registry().host()}/team/shared:1"
    def builds = new File(basedir, 'build.log').text.split('(?m)^\\[INFO\\] Scanning for projects')

    [1, 2].each { build ->
        assert builds[build].count("Pulled ${image} ") == 1
        assert builds[build].count("Removed ${image}") == 1
        assert builds[build].contains("${image} is kept: another module of this build needs it")
        def endOfTest = builds[build].indexOf('Everything is in place')
        assert endOfTest > 0 && endOfTest < builds[build].indexOf("Removed ${image}")
    }
    assert !standIns.inEngine('team/shared:1')
}
