def standIns = context.get('standIns')

assert standIns.aws().calls('GetAuthorizationToken').size() == 1
assert context.get('engine').requests().count { it.startsWith('POST') } == 1
context.put('before', context.get('engine').requests().size())
