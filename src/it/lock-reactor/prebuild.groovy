import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
['one:1', 'one:2', 'two:1', 'two:2', 'three:1', 'shared:1', 'more:1'].each { standIns.push('team/' + it.split(':')[0], it.split(':')[1]) }
context.put('standIns', standIns)
context.put('names', { file -> file.readLines().drop(1)*.replaceFirst(/^.*?\/team\/(.*)@.*/, '$1') })
