package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.GetAuthorizationTokenResponse;

/**
 * A call of GetAuthorizationToken. It has a class of its own so that nothing of the AWS SDK is loaded before it is
 * made.
 *
 * @param endpoint of the ECR API; null for AWS's own
 * @param callTimeout for the call as a whole, with its retries
 */
record TokenRequest(URI endpoint, Duration callTimeout) {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Finds the credentials and asks ECR.
     *
     * @throws ExplainedException when there are no credentials, or AWS gives no token for them
     */
    RegistryCredentials send(EcrRegistry registry, CredentialSource source, Consumer<String> log) {
        Profiles profiles = Profiles.read();
        FoundCredentials credentials = FoundCredentials.find(source, registry.host(), profiles);
        log.accept("Signing in to " + registry.host() + " with " + credentials.source());
        GetAuthorizationTokenResponse answer;
        try (EcrClient ecr = client(registry, credentials, source, profiles)) {
            answer = ecr.getAuthorizationToken();
        } catch (RuntimeException e) {
            throw AwsFailures.noToken(e, credentials, registry);
        }
        return decode(answer, registry);
    }

    private EcrClient client(
            EcrRegistry registry, FoundCredentials credentials, CredentialSource source, Profiles profiles) {
        var ecr = EcrClient.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .region(Region.of(registry.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials.keys()))
                .overrideConfiguration(override -> override.apiCallTimeout(callTimeout)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .retryStrategy(RetryMode.STANDARD)
                        .defaultProfileFile(profiles.file())
                        .defaultProfileName(
                                source instanceof CredentialSource.Profile profile
                                        ? profile.name()
                                        : FoundCredentials.selectedProfile()));
        if (endpoint != null) {
            // The SDK refuses an endpoint beside AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.
            ecr.endpointOverride(endpoint).fipsEnabled(false).dualstackEnabled(false);
        } else {
            // Set to false they would overrule those variables.
            if (registry.fips()) {
                ecr.fipsEnabled(true);
            }
            if (registry.dualStack()) {
                ecr.dualstackEnabled(true);
            }
        }
        return ecr.build();
    }

    /** Takes an answer of GetAuthorizationToken apart; what is not exactly as documented is an error. */
    static RegistryCredentials decode(GetAuthorizationTokenResponse answer, EcrRegistry registry) {
        List<AuthorizationData> data = answer.authorizationData();
        if (data.isEmpty()) {
            throw badAnswer(registry, "it has no authorization data");
        }
        if (data.size() > 1) {
            throw badAnswer(registry, "it has " + data.size() + " authorization data where one was asked for");
        }
        String token = data.get(0) == null ? null : data.get(0).authorizationToken();
        if (token == null || token.isBlank()) {
            throw badAnswer(registry, "it has no authorization token");
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badAnswer(registry, "its authorization token is not base64");
        }
        int colon = decoded.indexOf(':');
        if (colon < 1 || colon == decoded.length() - 1) {
            throw badAnswer(registry, "its authorization token is not user:password");
        }
        return new RegistryCredentials(decoded.substring(0, colon), new Secret(decoded.substring(colon + 1)));
    }

    private static ExplainedException badAnswer(EcrRegistry registry, String reason) {
        return ExplainedException.environment(
                "ECR's answer to GetAuthorizationToken for " + registry.host() + " cannot be used: " + reason
                        + ". Is the endpoint really ECR's?",
                null);
    }
}
