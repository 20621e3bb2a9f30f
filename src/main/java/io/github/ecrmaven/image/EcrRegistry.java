package io.github.ecrmaven.image;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A private registry of Amazon ECR.
 *
 * @param host the registry's host, with its port where it has one
 * @param region the AWS region that the registry is in, such as {@code eu-west-1}
 * @param fips whether AWS is called at its FIPS endpoints
 * @param dualStack whether AWS is called at its endpoints for IPv4 and IPv6
 */
public record EcrRegistry(String host, String region, boolean fips, boolean dualStack) {
    // The hosts that Amazon's credential helper knows, from
    // https://github.com/awslabs/amazon-ecr-credential-helper/blob/main/ecr-login/api/client.go
    private static final Pattern HOST = Pattern.compile("(?<account>[0-9-]+)\\.dkr[.-]ecr(?<fips>-fips)?"
            + "\\.(?<region>[a-z0-9][a-z0-9-_]*)"
            + "\\.(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|(?<dualstack>on\\.(?:aws|amazonwebservices\\.com\\.cn))"
            + "|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");
    private static final Set<String> PUBLIC_HOSTS = Set.of("public.ecr.aws", "ecr-public.aws.com");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    /**
     * Reads the host of a registry.
     *
     * @param declaredRegion the region of a registry whose host is not of ECR's form, such as LocalStack's; null when
     *     only ECR's own hosts will do
     * @throws IllegalArgumentException when {@code host} is not an ECR registry; the message is the reason
     */
    public static EcrRegistry of(String host, String declaredRegion) {
        boolean known = HOST.matcher(host).matches() || PUBLIC_HOSTS.contains(host);
        return declaredRegion == null || known ? parse(host) : new EcrRegistry(host, declaredRegion, false, false);
    }

    /**
     * Reads the host of a private ECR registry of any partition.
     *
     * @throws IllegalArgumentException when {@code host} is not one; the message is the reason
     */
    static EcrRegistry parse(String host) {
        var matcher = HOST.matcher(host);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    PUBLIC_HOSTS.contains(host)
                            ? host + " is ECR Public, which is pulled from without signing in"
                            : "'" + host + "' is not a private ECR registry: ACCOUNT.dkr.ecr.REGION.amazonaws.com"
                                    + " (one of another form, as LocalStack's, needs region and endpoint)");
        }
        String account = matcher.group("account");
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException(
                    "account ID '" + account + "' is not 12 digits; leading zeros count, dashes are left out");
        }
        return new EcrRegistry(
                host, matcher.group("region"), matcher.group("fips") != null, matcher.group("dualstack") != null);
    }
}
