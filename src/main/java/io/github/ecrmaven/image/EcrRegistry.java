package io.github.ecrmaven.image;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A registry of Amazon ECR, or one that takes its authorization tokens.
 *
 * @param host the registry's host, with its port where it has one
 * @param accountId the 12 digits of the AWS account that the registry belongs to; null where the host does not name one
 * @param region the AWS region that the registry is in, such as {@code eu-west-1}; null where only AWS's settings say
 * @param fips whether AWS is called at its FIPS endpoints
 * @param dualStack whether AWS is called at its endpoints for IPv4 and IPv6
 */
public record EcrRegistry(String host, String accountId, String region, boolean fips, boolean dualStack) {
    /** The region whose API gives the tokens of ECR Public. */
    private static final String PUBLIC_REGION = "us-east-1";

    private static final Set<String> PUBLIC_HOSTS = Set.of("public.ecr.aws", "ecr-public.aws.com");
    // The hosts that Amazon's credential helper knows, from
    // https://github.com/awslabs/amazon-ecr-credential-helper/blob/main/ecr-login/api/client.go
    private static final Pattern HOST = Pattern.compile("(?<account>[0-9-]+)\\.dkr[.-]ecr(?<fips>-fips)?"
            + "\\.(?<region>[a-z0-9][a-z0-9-_]*)"
            + "\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|(?<dualstack>on\\.(?:aws|amazonwebservices\\.com\\.cn))"
            + "|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /** Returns whether a host is of the form of ECR's own, private or public. */
    public static boolean isEcrHost(String host) {
        return PUBLIC_HOSTS.contains(host) || HOST.matcher(host).matches();
    }

    /**
     * Reads one of ECR's own hosts, private of any partition or public.
     *
     * @throws IllegalArgumentException when {@code host} is not one; the message is the reason
     */
    public static EcrRegistry parse(String host) {
        if (PUBLIC_HOSTS.contains(host)) {
            return declared(host, PUBLIC_REGION);
        }
        var matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + host + "' is not a registry of ECR: ACCOUNT.dkr.ecr.REGION.amazonaws.com (declare one of"
                            + " another form, as LocalStack's, by its <host> and <region> in <registries>)");
        }
        String account = matcher.group("account");
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException(
                    "account ID '" + account + "' is not 12 digits; leading zeros count, dashes are left out");
        }
        return new EcrRegistry(
                host,
                account,
                matcher.group("region"),
                matcher.group("fips") != null,
                matcher.group("dualstack") != null);
    }

    /**
     * Returns the registry behind a host that is not of ECR's form, such as LocalStack's or a proxy's.
     *
     * @param region of the registry; null for the one of AWS's settings
     */
    public static EcrRegistry declared(String host, String region) {
        return new EcrRegistry(host, null, region, false, false);
    }

    /** Returns whether this is ECR Public, whose images need no token. */
    public boolean isPublic() {
        return PUBLIC_HOSTS.contains(host);
    }

    /** Returns the same registry in another region. */
    public EcrRegistry in(String otherRegion) {
        return new EcrRegistry(host, accountId, otherRegion, fips, dualStack);
    }
}
