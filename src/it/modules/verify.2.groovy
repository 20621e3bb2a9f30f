// The file of each module lists the images of that module.
['one', 'two', 'three'].each { module ->
    def told = new groovy.json.JsonSlurper().parse(new File(basedir, "${module}/target/ecr/images.json")).images*.id
    assert told.toSet() == [module, 'shared'].toSet()
}
return true
