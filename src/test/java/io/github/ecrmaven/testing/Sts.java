package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A stand-in for AWS STS, which takes forms and returns XML. */
final class Sts {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[^:]+:iam::\\d{12}:role/.+");
    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Map<String, String> CODES = Map.of(
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "UnrecognizedClientException", "InvalidClientTokenId",
            "ExpiredTokenException", "ExpiredToken",
            "InvalidSignatureException", "SignatureDoesNotMatch");

    private final Principals principals;
    private final Permissions permissions;
    private final Tokens tokens;
    private final Map<String, String> externalIds = new ConcurrentHashMap<>();

    Sts(Principals principals, Permissions permissions, Tokens tokens) {
        this.principals = principals;
        this.permissions = permissions;
        this.tokens = tokens;
    }

    void requireExternalId(String roleArn, String externalId) {
        externalIds.put(roleArn, externalId);
    }

    Reply answer(Request request) {
        Map<String, String> form = Request.parameters(request.body());
        String action = form.getOrDefault("Action", "");
        return switch (action) {
            case "AssumeRole" -> {
                checkTrust(signer(request), form);
                yield credentials(action, form);
            }
            case "AssumeRoleWithWebIdentity" -> {
                if (!tokens.accepts(action, form.get("WebIdentityToken"))) {
                    throw new Refusal(400, "InvalidIdentityToken", "The web identity token could not be validated");
                }
                yield credentials(action, form);
            }
            case "GetCallerIdentity" -> {
                Principal caller = signer(request);
                yield result(
                        action,
                        element("Arn", caller.arn())
                                + element("UserId", caller.userId())
                                + element("Account", caller.accountId()));
            }
            default -> throw new Refusal(400, "InvalidAction", "Could not find operation " + action);
        };
    }

    static Reply error(Refusal refusal) {
        String error = element("Type", refusal.status() < 500 ? "Sender" : "Receiver")
                + element("Code", refusal.code())
                + element("Message", refusal.getMessage());
        return xml(refusal.status(), "ErrorResponse", "<Error>" + error + "</Error>" + requestId());
    }

    private Principal signer(Request request) {
        try {
            return principals.signer(request, "sts");
        } catch (Refusal e) {
            throw new Refusal(403, CODES.get(e.code()), e.getMessage());
        }
    }

    /** Throws the same error for a denied action and for a role that does not trust the caller, as AWS does. */
    private void checkTrust(Principal caller, Map<String, String> form) {
        String role = form.getOrDefault("RoleArn", "");
        String externalId = externalIds.get(role);
        boolean trusted = externalId == null || externalId.equals(form.get("ExternalId"));
        if (!trusted || !permissions.allow(caller, "sts:AssumeRole")) {
            throw new Refusal(403, "AccessDenied", Permissions.refusal(caller, "sts:AssumeRole", role));
        }
    }

    private Reply credentials(String action, Map<String, String> form) {
        String role = form.getOrDefault("RoleArn", "");
        if (!ROLE_ARN.matcher(role).matches()) {
            throw new Refusal(400, "ValidationError", role + " is invalid");
        }
        String session = form.getOrDefault("RoleSessionName", "");
        if (!SESSION_NAME.matcher(session).matches()) {
            throw new Refusal(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value '" + session + "' at 'roleSessionName' failed to satisfy"
                            + " constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*");
        }
        Duration lifetime = Duration.ofSeconds(Integer.parseInt(form.getOrDefault("DurationSeconds", "3600")));
        Principal principal = principals.issue(Principals.session(role, session), lifetime);
        String credentials = element("AccessKeyId", principal.accessKeyId())
                + element("SecretAccessKey", principal.secretAccessKey())
                + element("SessionToken", principal.sessionToken())
                + element("Expiration", principal.expiration().toString());
        String user = element("Arn", principal.arn()) + element("AssumedRoleId", principal.userId());
        return result(
                action,
                "<Credentials>" + credentials + "</Credentials><AssumedRoleUser>" + user + "</AssumedRoleUser>");
    }

    private static Reply result(String action, String content) {
        String result = "<" + action + "Result>" + content + "</" + action + "Result>";
        return xml(200, action + "Response", result + "<ResponseMetadata>" + requestId() + "</ResponseMetadata>");
    }

    private static Reply xml(int status, String root, String content) {
        String open = "<" + root + " xmlns=\"" + NAMESPACE + "\">";
        return Reply.of(status, "text/xml", open + content + "</" + root + ">");
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</" + name + ">";
    }

    private static String requestId() {
        return element("RequestId", UUID.randomUUID().toString());
    }
}
