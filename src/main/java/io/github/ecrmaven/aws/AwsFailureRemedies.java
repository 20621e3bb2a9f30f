package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.RootCause;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Advises what to do about a failed call to AWS.
 *
 * @param failure the exception of the call
 * @param registry the registry that the call was for, in whose region AWS was called
 * @param http the client that AWS was called with
 */
public record AwsFailureRemedies(Exception failure, EcrRegistry registry, AwsHttp http) {
    private static final String NETWORK = "Check the network, proxies and firewalls between this machine and AWS";
    private static final String NOT_AWS =
            "Check the endpoint, and the network for a proxy that answers in place of AWS";
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private static final Set<String> SESSION_EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken");

    /** Returns whether the credentials have expired. */
    boolean isSessionExpired() {
        return SESSION_EXPIRED.contains(code());
    }

    /** Returns what to do, without a full stop at its end; empty if unknown. */
    public String remedy() {
        return AwsFailureKinds.isFromAws(failure) ? forErrorOfAws() : forConnection();
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
        return "An explicit deny overrides every allow: ask the administrator of that policy to remove it for "
                + actions;
    }

    private String forErrorOfAws() {
        if (isSessionExpired()) {
            return "These temporary credentials have expired: get new ones, or use a profile that 'aws sso login' renews";
        }
        if (failure instanceof AwsServiceException service && service.isThrottlingException()) {
            return "This AWS account makes too many requests: build again later";
        }
        return switch (code()) {
            case "UnrecognizedClientException", "InvalidClientTokenId" -> unknownKey();
            case "InvalidSignatureException", "SignatureDoesNotMatch" -> badSignature();
            case "AccessDenied" -> roleDenied();
            case "RegionDisabledException" ->
                "Enable region " + registry.region() + ", and AWS STS in it, for that account";
            case "ForbiddenException" ->
                "Check sso_account_id and sso_role_name of the profile, and that this role is assigned to you";
            case "InvalidIdentityToken" ->
                "Check that the role trusts the identity provider, and that the token is for the audience that the"
                        + " role requires";
            default -> status() < 500 ? "" : "AWS has a problem: build again later";
        };
    }

    private String badSignature() {
        return failure.getMessage().contains("Signature expired")
                        || failure.getMessage().contains("Signature not yet current")
                ? "This machine's clock is wrong: correct it"
                : "The secret access key does not belong to the access key ID: check both";
    }

    /** ECR and STS answer the same if the key does not exist and if its account has not enabled the region. */
    private String unknownKey() {
        String region = registry.region();
        String partition = PartitionMetadata.of(Region.of(region)).id();
        return "AWS does not know this access key in " + region
                + ". Check its ID, its session token if it is temporary (ASIA…), and that its account has"
                + " enabled " + region + "; "
                + (partition.equals("aws")
                        ? "keys of AWS China and GovCloud work only in their own regions"
                        : "only keys of the AWS partition " + partition + " work here");
    }

    private String roleDenied() {
        if (isExplicitDeny()) {
            return deny("sts:AssumeRole");
        }
        return failure.getMessage().contains("AssumeRoleWithWebIdentity")
                ? "The role's trust policy must allow this identity provider, and the audience and subject of its token"
                : "Allow the principal sts:AssumeRole on this role, and allow the principal in the role's trust policy;"
                        + " if the trust policy requires an external ID, set it (externalId; in a profile external_id)";
    }

    private String forConnection() {
        Optional<HttpProxy> proxy = http.latestProxy();
        if (proxy.isPresent() && status() == PROXY_AUTHENTICATION_REQUIRED) {
            return "Set the proxy's user and password: in the <proxy> of settings.xml, or as"
                    + " http://USER:PASSWORD@HOST:PORT in https_proxy";
        }
        Throwable root = RootCause.of(failure);
        String remedy = withoutProxy(root);
        boolean causedByProxy = failure instanceof AwsServiceException
                || remedy.equals(NETWORK)
                || root instanceof UnknownHostException;
        return proxy.isPresent() && causedByProxy
                ? "Check the proxy, and that it allows connections to AWS; to bypass it for a host, add the"
                        + " host to nonProxyHosts or no_proxy"
                : remedy;
    }

    private String withoutProxy(Throwable root) {
        if (root instanceof UnknownHostException) {
            return unknownHost(SafeMessage.of(root));
        }
        boolean isNotAws = AwsFailureKinds.isInvalidJson(root)
                || AwsFailureKinds.isTooLong(root)
                || root instanceof SSLPeerUnverifiedException;
        if (failure instanceof AwsServiceException || isNotAws) {
            return NOT_AWS;
        }
        if (root instanceof CertPathBuilderException) {
            return http.caBundle()
                    .map(bundle -> "Add the certificate of the CA that issued it (PEM) to " + bundle.text()
                            + ", the file of " + bundle.origin())
                    .orElse("If a proxy or firewall inspects TLS, set AWS_CA_BUNDLE to a file with its CA"
                            + " certificate (PEM), or add that certificate to Java's trust store");
        }
        boolean isNetwork = root instanceof IOException && !(root instanceof FileSystemException);
        return AwsFailureKinds.isTimeout(failure) || isNetwork ? NETWORK : "";
    }

    private String unknownHost(String host) {
        String region = registry.region();
        if (region == null || !host.contains(region)) {
            return "Check the endpoint, and this machine's DNS";
        }
        return Region.regions().contains(Region.of(region))
                ? "Check this machine's DNS, and that it can reach AWS through the Internet, a proxy or a VPC endpoint"
                : "Region " + region + " may not exist: check it in the registry's host, and check this machine's DNS";
    }

    private String code() {
        return AwsFailureKinds.errorCode(failure);
    }

    private int status() {
        return failure instanceof AwsServiceException service ? service.statusCode() : 0;
    }
}
