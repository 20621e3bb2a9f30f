import io.github.ecrmaven.testing.UnusedContainer

def registry = context.get('standIns').registry().host()
context.put('containers', ['used', 'used-too'].collect { new UnusedContainer("${registry}/team/${it}:1".toString()) })
