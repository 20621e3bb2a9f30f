import io.github.ecrmaven.testing.StandIns

def standIns = new StandIns(context.get('userProperties'))
def other = standIns.registry('other')
['pulled', 'refused'].each { standIns.push("team/${it}", '1.0') }
standIns.push(other, 'team/other', '1.0')
context.put('standIns', standIns)
