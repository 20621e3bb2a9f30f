package io.github.ecrmaven.image;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A registry of Amazon ECR, or another one that accepts ECR's authorization tokens.
 *
 * @param host the registry's host, with its port if it has one
 * @param accountId the ID of the AWS account that owns the registry, 12 digits; null if the host does not contain it
 * @param region the AWS region of the registry, such as {@code eu-west-1}; null for the region of the AWS settings
 * @param fips whether AWS's FIPS endpoints are used
 * @param dualStack whether AWS's dual-stack endpoints (IPv4 and IPv6) are used
 */
public record EcrRegistry(String host, String accountId, String region, boolean fips, boolean dualStack) {
    /** The region of ECR Public's API. */
    private static final String PUBLIC_REGION = "us-east-1";

    private static final Set<String> PUBLIC_HOSTS = Set.of("public.ecr.aws", "ecr-public.aws.com");
    // The hosts that Amazon's credential helper knows, from
    // https://github.com/awslabs/amazon-ecr-credential-helper/blob/main/ecr-login/api/client.go
    private static final Pattern HOST = Pattern.compile("(?<account>[0-9-]+)\\.dkr[.-]ecr(?<fips>-fips)?"
            + "\\.(?<region>[a-z0-9][a-z0-9-_]*)"
            + "\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|(?<dualstack>on\\.(?:aws|amazonwebservices\\.com\\.cn))"
            + "|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Returns whether a host is one of ECR's, private or public. */
    public static boolean isEcrHost(String host) {
        return PUBLIC_HOSTS.contains(host) || HOST.matcher(host).matches();
    }

    /**
     * Parses one of ECR's hosts, private in any partition or public.
     *
     * @throws IllegalArgumentException if the host is not one of ECR's; the message is the reason
     */
    public static EcrRegistry parse(String host) {
        if (PUBLIC_HOSTS.contains(host)) {
            return declared(host, PUBLIC_REGION);
        }
        var matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + host
                    + "' is not a registry of ECR: ACCOUNT.dkr.ecr.REGION.amazonaws.com. " + mirrorHint(host)
                    + "; declare a registry of ECR of another form, as LocalStack's, by its <host> and <region> in"
                    + " <registries>");
        }
        String account = matcher.group("account");
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException(
                    "account ID '" + account + "' is not 12 digits; keep leading zeros, omit dashes");
        }
        return new EcrRegistry(
                host,
                account,
                matcher.group("region"),
                matcher.group("fips") != null,
                matcher.group("dualstack") != null);
    }

    /** Returns what to do where a registry is not one of ECR, but ECR may have its images. */
    static String mirrorHint(String host) {
        return "If ECR mirrors it by a pull-through cache, say where, by -Decr.mirrors=" + host
                + "=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX or <mirrors> in the POM";
    }

    /**
     * Returns the registry at a host that is not one of ECR's, such as LocalStack or a proxy.
     *
     * @param region the region of the registry; null for the region of the AWS settings
     */
    public static EcrRegistry declared(String host, String region) {
        return new EcrRegistry(host, null, region, false, false);
    }

    /** Returns whether this is ECR Public, whose images can be pulled without a token. */
    public boolean isPublic() {
        return PUBLIC_HOSTS.contains(host);
    }

    /** Returns the host of ECR's API, in the domain of this private registry, which is neither FIPS nor dual-stack. */
    public String apiHost() {
        return "api." + host.substring(host.indexOf("ecr."));
    }

    /** Returns the same registry in another region. */
    public EcrRegistry in(String otherRegion) {
        return new EcrRegistry(host, accountId, otherRegion, fips, dualStack);
    }
}
