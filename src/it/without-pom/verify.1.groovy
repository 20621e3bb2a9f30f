def standIns = context.get('standIns')
assert standIns.inEngine('team/app:1.0')
assert standIns.inEngine('team/db:latest')
assert standIns.aws().calls('GetAuthorizationToken').size() == 1
