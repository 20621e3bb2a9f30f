package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** A stand-in for the Amazon ECR API. */
final class Ecr {
    private final Principals principals;
    private final Permissions permissions;
    private final EcrPasswords passwords;
    private final EcrImages images;

    Ecr(Principals principals, Permissions permissions, EcrPasswords passwords, EcrImages images) {
        this.principals = principals;
        this.permissions = permissions;
        this.passwords = passwords;
        this.images = images;
    }

    Reply answer(String operation, Request request, String region) {
        Principal caller = principals.signer(request, "ecr");
        return switch (operation) {
            case "GetAuthorizationToken" -> authorizationToken(caller, region);
            case "BatchGetImage", "DescribeImages", "GetDownloadUrlForLayer" ->
                images.answer(operation, Json.read(request.body()), caller, region);
            default -> throw new Refusal(400, "UnknownOperationException", "The stand-in does not know " + operation);
        };
    }

    private Reply authorizationToken(Principal caller, String region) {
        permissions.check(caller, "ecr:GetAuthorizationToken", "*");
        Map<String, Object> data = new HashMap<>(passwords.issue(caller));
        String suffix = PartitionMetadata.of(Region.of(region)).dnsSuffix();
        data.put("proxyEndpoint", "https://" + caller.accountId() + ".dkr.ecr." + region + "." + suffix);
        return Json.success(Map.of("authorizationData", List.of(data)));
    }
}
