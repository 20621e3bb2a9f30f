def standIns = context.get('standIns')

assert !standIns.inEngine('team/db:16')
assert !standIns.inEngine("team/db@${context.get('locked')}")
