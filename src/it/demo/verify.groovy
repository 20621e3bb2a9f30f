context.get('standIns').withCloseable { standIns ->
    def buildLog = new File(basedir, 'build.log')
    def image = "${standIns.registry().host()}/team/app:1.0"

    assert new File(basedir, 'target/failsafe-reports/failsafe-summary.xml').text.contains('<completed>1</completed>')
    assert !standIns.inEngine('team/app:1.0')
    assert !buildLog.exists() || buildLog.text =~
            /:pull [\s\S]*Pulled ${image} [\s\S]*in between[\s\S]*${image}[\s\S]*:remove [\s\S]*Removed ${image}/

    println """
Images in the engine, after:
${standIns.engineImages()}
So an image came from a registry into the engine, an integration test found it there, and it is gone again.
Registry and AWS were stand-ins. For your own: in your POM, add the ecr-maven-plugin as src/it/demo/pom.xml does,
with your image instead of theirs,
    <image>123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.0</image>
and sign in to AWS as you do for its CLI, for example by 'aws sso login'. Then 'mvn verify' pulls it.
"""
}
