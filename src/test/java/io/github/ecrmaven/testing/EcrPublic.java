package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.util.Map;

/** A stand-in for the Amazon ECR Public API. */
final class EcrPublic {
    private static final String HOME = "us-east-1";

    private final Principals principals;
    private final Permissions permissions;
    private final EcrPasswords passwords;

    EcrPublic(Principals principals, Permissions permissions, EcrPasswords passwords) {
        this.principals = principals;
        this.permissions = permissions;
        this.passwords = passwords;
    }

    Reply answer(String operation, Request request, String region) {
        Principal caller = principals.signer(request, "ecr-public");
        if (!operation.equals("GetAuthorizationToken")) {
            throw new Refusal(400, "UnknownOperationException", "The stand-in does not know " + operation);
        }
        if (!region.equals(HOME)) {
            throw new Refusal(
                    400, "UnsupportedCommandException", operation + " command is only supported in " + HOME + ".");
        }
        permissions.check(caller, "ecr-public:GetAuthorizationToken", "*");
        permissions.check(caller, "sts:GetServiceBearerToken", "*");
        return Json.success(Map.of("authorizationData", passwords.issue(caller)));
    }
}
