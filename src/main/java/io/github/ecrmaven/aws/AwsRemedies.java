package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Advises what to do about a failed call to AWS.
 *
 * @param failure the exception of the call
 * @param registry the registry that the call was for, in whose region AWS was called
 * @param http the client that AWS was called with
 */
public record AwsRemedies(Exception failure, EcrRegistry registry, AwsHttp http) {
    private static final String NETWORK = "Check the network, proxies and firewalls between here and AWS";
    private static final String NOT_AWS =
            "Check the endpoint, and the network for a proxy that answers in place of AWS";
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private static final Set<String> UNKNOWN_KEY = Set.of("UnrecognizedClientException", "InvalidClientTokenId");
    private static final Set<String> BAD_SIGNATURE = Set.of("InvalidSignatureException", "SignatureDoesNotMatch");
    private static final Set<String> SESSION_EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken");

    /** The advice for other error codes of ECR, STS and IAM Identity Center. */
    private static final Map<String, String> BY_CODE = Map.of(
            "ForbiddenException",
            "Check sso_account_id and sso_role_name of the profile, and that this role is assigned to you",
            "InvalidIdentityToken",
            "Check that the role trusts the identity provider, and that the token is for the audience it asks for",
            "ThrottlingException",
            "AWS is asked too often by this account as a whole: build again later");

    /** Returns whether the credentials have expired. */
    boolean isSessionExpired() {
        return SESSION_EXPIRED.contains(code());
    }

    /** Returns what to do, without a full stop at its end; empty if unknown. */
    public String remedy() {
        return AwsErrors.isFromAws(failure) ? forErrorOfAws() : forConnection();
    }

    /** Returns how to give the principal a permission that it lacks. */
    String allow(String actions) {
        return isExplicitDeny()
                ? deny(actions.replace("\"", ""))
                : "Add to a policy of this principal: {\"Effect\": \"Allow\", \"Action\": " + actions
                        + ", \"Resource\": \"*\"}";
    }

    /** Returns whether a policy denies the call, which AWS states in its message. */
    private boolean isExplicitDeny() {
        return failure.getMessage().contains("explicit deny");
    }

    private static String deny(String actions) {
        return "That deny beats every allow: whoever manages that policy has to lift it for " + actions;
    }

    private String forErrorOfAws() {
        String code = code();
        if (UNKNOWN_KEY.contains(code)) {
            return unknownKey();
        }
        if (BAD_SIGNATURE.contains(code)) {
            return failure.getMessage().contains("Signature expired")
                            || failure.getMessage().contains("Signature not yet current")
                    ? "This machine's clock is wrong: set it"
                    : "The secret access key does not belong to the access key ID: check both";
        }
        if (isSessionExpired()) {
            return "This session is over: replace its access key and session token by new ones, or sign in by a profile"
                    + " that 'aws sso login' renews";
        }
        return switch (code) {
            case "AccessDenied" -> roleDenied();
            case "RegionDisabledException" ->
                "This region is " + registry.region() + ": that account has to enable it, and AWS STS in it";
            default -> BY_CODE.getOrDefault(code, status() < 500 ? "" : "AWS has a problem: build again later");
        };
    }

    /** ECR and STS answer the same if the key does not exist and if its account has not enabled the region. */
    private String unknownKey() {
        String region = registry.region();
        String partition = PartitionMetadata.of(Region.of(region)).id();
        return "AWS does not know this access key in " + region
                + ". Check its ID, if it is temporary (ASIA…) its session"
                + " token, and that its account has enabled " + region + "; "
                + (partition.equals("aws")
                        ? "keys of AWS China and GovCloud are good for their own regions alone"
                        : "only keys of AWS's partition " + partition + " are good here");
    }

    private String roleDenied() {
        if (isExplicitDeny()) {
            return deny("sts:AssumeRole");
        }
        return failure.getMessage().contains("AssumeRoleWithWebIdentity")
                ? "The role's trust policy must allow this identity provider, and the audience and subject of its token"
                : "Allow the principal sts:AssumeRole on this role, and allow the principal in the role's trust policy;"
                        + " if that asks for an external ID, set it (externalId, in a profile external_id)";
    }

    private String forConnection() {
        Optional<HttpProxy> proxy = http.latestProxy();
        if (proxy.isPresent() && status() == PROXY_AUTHENTICATION_REQUIRED) {
            return "Give the user and password that the proxy wants: in the <proxy> of settings.xml, or as"
                    + " http://USER:PASSWORD@HOST:PORT in https_proxy";
        }
        String remedy = withoutProxy(AwsErrors.rootCause(failure));
        boolean causedByProxy = failure instanceof AwsServiceException
                || remedy.equals(NETWORK)
                || AwsErrors.rootCause(failure) instanceof UnknownHostException;
        return proxy.isPresent() && causedByProxy
                ? "Check the proxy, and that it lets through to AWS; hosts to be reached without it belong in"
                        + " nonProxyHosts or no_proxy"
                : remedy;
    }

    private String withoutProxy(Throwable root) {
        if (root instanceof UnknownHostException) {
            return unknownHost(SafeMessage.of(root));
        }
        boolean isNotAws = AwsErrors.isInvalidJson(root)
                || AwsErrors.isTooLong(root)
                || root instanceof SSLPeerUnverifiedException;
        if (failure instanceof AwsServiceException || isNotAws) {
            return NOT_AWS;
        }
        if (root instanceof CertPathBuilderException) {
            return http.caBundle()
                    .map(bundle -> "Add the certificate of the authority that issued it (PEM) to " + bundle.text()
                            + ", which " + bundle.origin() + " names")
                    .orElse("If a proxy or firewall here shows certificates of its own, set AWS_CA_BUNDLE to a file"
                            + " with the certificate of its authority (PEM), or add it to Java's trust store");
        }
        boolean isNetwork = root instanceof IOException && !(root instanceof FileSystemException);
        return failure instanceof ApiCallTimeoutException || isNetwork ? NETWORK : "";
    }

    private String unknownHost(String host) {
        String region = registry.region();
        if (region == null || !host.contains(region)) {
            return "Check the endpoint, and this machine's DNS";
        }
        return Region.regions().contains(Region.of(region))
                ? "Check this machine's DNS, and that it has a way to AWS: the Internet, a proxy or a VPC endpoint"
                : "There may be no region " + region + ": correct it in the registry's host, else check this machine's"
                        + " DNS";
    }

    private String code() {
        return AwsErrors.errorCode(failure);
    }

    private int status() {
        return failure instanceof AwsServiceException service ? service.statusCode() : 0;
    }
}
