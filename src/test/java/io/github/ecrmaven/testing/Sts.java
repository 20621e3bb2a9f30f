package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.util.Map;
import java.util.UUID;

/** What AWS STS answers: forms in, XML out. */
final class Sts {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final Map<String, String> CODES = Map.of(
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "UnrecognizedClientException", "InvalidClientTokenId",
            "ExpiredTokenException", "ExpiredToken",
            "InvalidSignatureException", "SignatureDoesNotMatch");

    private final Principals principals;
    private final Tokens tokens;

    Sts(Principals principals, Tokens tokens) {
        this.principals = principals;
        this.tokens = tokens;
    }

    Reply answer(Request request) {
        Map<String, String> form = Request.parameters(request.body());
        String action = form.getOrDefault("Action", "");
        return switch (action) {
            case "AssumeRole" -> {
                signer(request);
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
                yield result(action, element("Arn", caller.arn()) + element("Account", caller.accountId()));
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

    private Reply credentials(String action, Map<String, String> form) {
        String role = form.get("RoleArn");
        String name = role.substring(role.lastIndexOf('/') + 1);
        String arn = role.replace(":iam:", ":sts:").replaceFirst(":role/.*", ":assumed-role/" + name) + "/"
                + form.get("RoleSessionName");
        Principal principal = principals.issue(arn);
        String credentials = element("AccessKeyId", principal.accessKeyId())
                + element("SecretAccessKey", principal.secretAccessKey())
                + element("SessionToken", principal.sessionToken())
                + element("Expiration", principal.expiration().toString());
        String user = element("Arn", arn) + element("AssumedRoleId", "AROAEXAMPLE:" + form.get("RoleSessionName"));
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
