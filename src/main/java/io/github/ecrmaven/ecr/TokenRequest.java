package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsClients;
import io.github.ecrmaven.aws.AwsFailureKinds;
import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.aws.ResolvedCredentials;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.image.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecrpublic.EcrPublicClient;

/**
 * A request for an authorization token of ECR or ECR Public.
 *
 * @param access the registry to sign in to
 * @param resolved the credentials for AWS
 */
record TokenRequest(RegistryAccess access, ResolvedCredentials resolved, AwsSession session) {
    static TokenRequest of(RegistryAccess access, AwsSession session) {
        RegistryAccess inRegion = session.withRegion(access);
        return new TokenRequest(inRegion, session.resolve(inRegion), session);
    }

    /** Returns a text that is the same for all requests with the same answer: a digest, as the identity is secret. */
    String key() {
        EcrRegistry registry = access.registry();
        return Sha256.hex(String.join(
                "\n",
                resolved.identity(),
                registry.region(),
                registry.isPublic() + " " + registry.fips() + " " + registry.dualStack(),
                String.valueOf(access.endpoint())));
    }

    /**
     * Requests the credentials and the token. If no credentials are configured, failures do not prevent anonymous pulls
     * from ECR Public.
     *
     * @throws ExplainedException if there are no credentials, or AWS refuses a token
     */
    SignIn send(Consumer<String> log, Consumer<String> warnings) {
        EcrRegistry registry = access.registry();
        Optional<AwsCredentials> found = session.credentialsIfAny(resolved, registry);
        if (found.isEmpty()) {
            log.accept("Pulling from " + registry.host() + " anonymously: no AWS credentials found");
            return SignIn.ANONYMOUS;
        }
        AwsCredentials credentials = found.get();
        log.accept("Signing in to " + registry.host() + " with " + resolved.source());
        session.profiles()
                .failure()
                .ifPresent(failure -> warnings.accept(failure.getMessage()
                        + ". Until then, settings of the AWS config files, such as ca_bundle, are ignored"));
        try {
            return registry.isPublic() ? requestFromEcrPublic(credentials) : requestFromEcr(credentials);
        } catch (ExplainedException e) {
            throw e;
        } catch (RuntimeException e) {
            ExplainedException failure = AwsFailures.noToken(
                    e, resolved, registry, session.clients(access).http());
            if (registry.isPublic()
                    && access.source() instanceof CredentialSource.DefaultChain
                    && AwsFailureKinds.isRefusal(e)) {
                warnings.accept("Pulling from " + registry.host() + " anonymously: " + failure.getMessage());
                return SignIn.ANONYMOUS;
            }
            throw failure;
        }
    }

    private SignIn requestFromEcr(AwsCredentials credentials) {
        AwsClients clients = session.clients(access);
        Optional<TokenAttempt.Token> token = TokenAttempt.request(clients, access, credentials);
        return token.isPresent()
                ? decode(token.get().text(), token.get().expiresAt())
                : requestByClient(credentials, clients);
    }

    private SignIn requestByClient(AwsCredentials credentials, AwsClients clients) {
        List<AuthorizationData> data;
        try (EcrClient ecr = clients.ecr(access, credentials)) {
            data = ecr.getAuthorizationToken().authorizationData();
        }
        if (data.isEmpty()) {
            throw invalidAnswer("it has no authorization data");
        }
        if (data.size() > 1) {
            throw invalidAnswer("it has " + data.size() + " authorization data where one was asked for");
        }
        return data.get(0) == null
                ? decode(null, null)
                : decode(data.get(0).authorizationToken(), data.get(0).expiresAt());
    }

    private SignIn requestFromEcrPublic(AwsCredentials credentials) {
        try (EcrPublicClient ecr = session.clients(access).ecrPublic(access, credentials)) {
            var data = ecr.getAuthorizationToken(request -> {}).authorizationData();
            if (data == null) {
                throw invalidAnswer("it has no authorization data");
            }
            return decode(data.authorizationToken(), data.expiresAt());
        }
    }

    /** Decodes a token; anything that is not as documented is an error. */
    private SignIn decode(String token, Instant expiresAt) {
        if (token == null || token.isBlank()) {
            throw invalidAnswer("it has no authorization token");
        }
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalidAnswer("its authorization token is not base64");
        }
        int colon = decoded.indexOf(':');
        if (colon < 1 || colon == decoded.length() - 1) {
            throw invalidAnswer("its authorization token is not user:password");
        }
        if (expiresAt == null) {
            throw invalidAnswer("it has no expiry time");
        }
        return new SignIn(
                new RegistryCredentials(decoded.substring(0, colon), new Secret(decoded.substring(colon + 1))),
                expiresAt,
                false);
    }

    private ExplainedException invalidAnswer(String reason) {
        return ExplainedException.environment(
                "ECR's answer to GetAuthorizationToken for " + access.registry().host() + " cannot be used: " + reason
                        + ". Is the endpoint really ECR's?",
                null);
    }
}
