context.get('standIns').withCloseable { standIns ->
    context.get('engine').withCloseable { engine ->
        def inspections = engine.requests().drop(context.get('before')).findAll { it.contains('/images/') }

        assert inspections.size() == 1
        assert new File(basedir, 'build.log').text.count('/team/app:1 is already present\n') == 1
        assert new File(basedir, 'build.log').text.count('[INFO] 1 already present in ') == 10 + 11 // the root needs the image, too
        assert (1..10).every { new File(basedir, "m${it}/target/ecr/images.json").text.contains('"already present"') }
        assert standIns.aws().calls('GetAuthorizationToken').size() == 1
    }
}
