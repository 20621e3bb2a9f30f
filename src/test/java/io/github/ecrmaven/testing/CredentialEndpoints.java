package io.github.ecrmaven.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.testing.Principals.Principal;
import java.util.Locale;
import java.util.Map;

/**
 * The endpoints that issue credentials without a signature: IAM Identity Center, AWS sign-in, containers, instances.
 */
final class CredentialEndpoints {
    private static final String INSTANCE_ROLE = "instance";
    private static final int HOUR = 3600;

    private final Principals principals;
    private final Tokens tokens;

    CredentialEndpoints(Principals principals, Tokens tokens) {
        this.principals = principals;
        this.tokens = tokens;
    }

    Reply ssoRoleCredentials(Request request) {
        check(request, "x-amz-sso_bearer_token", "GetRoleCredentials", "Session token not found or invalid");
        Map<String, String> query = Request.parameters(request.payload());
        String role = "AWSReservedSSO_" + query.get("role_name") + "_0123456789abcdef";
        Principal principal = principals.issue(assumedRole(query.get("account_id"), role, "developer"));
        return Json.success(Map.of(
                "roleCredentials",
                Map.of(
                        "accessKeyId", principal.accessKeyId(),
                        "secretAccessKey", principal.secretAccessKey(),
                        "sessionToken", principal.sessionToken(),
                        "expiration", principal.expiration().toEpochMilli())));
    }

    /** Renews the access token and the refresh token of an IAM Identity Center session. */
    Reply ssoToken(Request request) {
        checkRefreshToken(request, "CreateToken", "InvalidGrantException", "Invalid refresh token provided");
        String accessToken = principals.secret(300);
        String refreshToken = principals.secret(300);
        tokens.accept("GetRoleCredentials", accessToken);
        tokens.accept("CreateToken", refreshToken);
        return Json.success(Map.of(
                "accessToken", accessToken, "refreshToken", refreshToken, "tokenType", "Bearer", "expiresIn", HOUR));
    }

    static Reply ssoTokenError(Refusal refusal) {
        String error = refusal.code()
                .replace("Exception", "")
                .replaceAll("(?<=.)(?=\\p{Upper})", "_")
                .toLowerCase(Locale.ROOT);
        return Reply.of(
                        refusal.status(),
                        "application/json",
                        Json.write(Map.of("error", error, "error_description", refusal.getMessage())))
                .with("x-amzn-ErrorType", refusal.code());
    }

    /** Renews the credentials and the refresh token of an {@code aws login} session. */
    Reply loginToken(Request request) {
        checkRefreshToken(request, "CreateOAuth2Token", "AccessDeniedException", "The refresh token is not valid");
        Principal principal = principals.issue("arn:aws:iam::" + AwsStandIn.ACCOUNT_ID + ":user/developer");
        String refreshToken = principals.secret(300);
        tokens.accept("CreateOAuth2Token", refreshToken);
        return Json.success(Map.of(
                "accessToken",
                Map.of(
                        "accessKeyId", principal.accessKeyId(),
                        "secretAccessKey", principal.secretAccessKey(),
                        "sessionToken", principal.sessionToken()),
                "refreshToken",
                refreshToken,
                "tokenType",
                "aws_sigv4",
                "expiresIn",
                HOUR));
    }

    Reply containerCredentials(Request request) {
        check(request, "Authorization", "GetContainerCredentials", "Invalid authorization token");
        Principal principal = principals.issue(assumedRole(AwsStandIn.ACCOUNT_ID, "task", "0123456789abcdef"));
        return Json.success(Map.of(
                "AccessKeyId", principal.accessKeyId(),
                "SecretAccessKey", principal.secretAccessKey(),
                "Token", principal.sessionToken(),
                "Expiration", principal.expiration().toString()));
    }

    /** Returns a session token of IMDSv2. */
    Reply metadataToken(Request request) {
        String seconds = request.header("X-aws-ec2-metadata-token-ttl-seconds")
                .orElseThrow(() -> new Refusal(400, "Bad Request", "no time to live"));
        String token = principals.secret(42);
        tokens.accept("GetInstanceCredentials", token);
        return Reply.of(200, "text/plain", token).with("X-aws-ec2-metadata-token-ttl-seconds", seconds);
    }

    /** Returns the name of the instance's role, or its credentials if the path ends with that name. */
    Reply instanceCredentials(Request request) {
        check(request, "X-aws-ec2-metadata-token", "GetInstanceCredentials", "Unauthorized");
        if (!request.path().endsWith("/" + INSTANCE_ROLE)) {
            return Reply.of(200, "text/plain", INSTANCE_ROLE);
        }
        Principal principal =
                principals.issue(assumedRole(AwsStandIn.ACCOUNT_ID, INSTANCE_ROLE, "i-0123456789abcdef0"));
        return Json.success(Map.of(
                "Code", "Success",
                "Type", "AWS-HMAC",
                "AccessKeyId", principal.accessKeyId(),
                "SecretAccessKey", principal.secretAccessKey(),
                "Token", principal.sessionToken(),
                "LastUpdated", principal.expiration().minusSeconds(HOUR).toString(),
                "Expiration", principal.expiration().toString()));
    }

    private void check(Request request, String header, String operation, String message) {
        if (!tokens.accepts(operation, request.header(header).orElse(""))) {
            throw new Refusal(401, "UnauthorizedException", message);
        }
    }

    private void checkRefreshToken(Request request, String operation, String code, String message) {
        JsonNode body = Json.read(request.body());
        if (!tokens.accepts(operation, body.path("refreshToken").asText())) {
            throw new Refusal(400, code, message);
        }
    }

    private static String assumedRole(String accountId, String role, String session) {
        return "arn:aws:sts::" + accountId + ":assumed-role/" + role + "/" + session;
    }
}
