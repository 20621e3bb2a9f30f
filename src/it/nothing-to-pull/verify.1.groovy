def standIns = context.get('standIns')
context.put('requests', standIns.registry().requests().size())
assert standIns.inEngine('team/app:1.0')
