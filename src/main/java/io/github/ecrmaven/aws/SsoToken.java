package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.image.KnownSecrets;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.internal.OnDiskTokenManager;
import software.amazon.awssdk.services.ssooidc.internal.SsoOidcToken;
import software.amazon.awssdk.services.ssooidc.internal.SsoOidcTokenTransformer;

/**
 * The token of an IAM Identity Center session, which {@code aws sso login} stores in {@code ~/.aws/sso/cache}.
 *
 * <p>It is not read by the SDK, which cannot read the files of older versions of the AWS CLI.
 *
 * @param accessToken the token, a secret
 * @param expiresAt when it expires
 * @param renewable whether it can be renewed without the user
 */
record SsoToken(String accessToken, Instant expiresAt, boolean renewable) {
    private static final List<String> REQUIRED_FOR_RENEWAL =
            List.of("refreshToken", "clientId", "clientSecret", "registrationExpiresAt");

    /** The AWS CLI renews a token this long before it expires. */
    private static final Duration MARGIN = Duration.ofMinutes(15);

    /**
     * Returns the token of a session, renewed if it will soon expire.
     *
     * @param home the home directory of the user
     * @param session the name of the session, or its start URL if it has no name
     * @param client makes a client to renew the token with
     * @throws NoCredentialsException if the user has not signed in, the session has expired, or the file is invalid
     */
    static String current(Path home, String session, Supplier<SsoOidcClient> client) {
        Path file = folder(home).resolve(hash(session) + ".json");
        // Profiles may share a session. An interned string is the same object in all class loaders.
        synchronized (file.toString().intern()) {
            SsoToken token = read(file);
            if (token.renewable() && token.isExpiring()) {
                try (SsoOidcClient oidc = client.get()) {
                    return renew(home, session, oidc);
                } catch (AwsServiceException e) {
                    // The old token may still be valid.
                }
            }
            if (token.hasExpired()) {
                throw new NoCredentialsException("its SSO session has expired");
            }
            return token.accessToken();
        }
    }

    private static SsoToken read(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            JsonNode token = AwsJson.READER.readTree(in);
            Stream.of("accessToken", "refreshToken", "clientSecret")
                    .filter(token::has)
                    .forEach(name -> KnownSecrets.add(text(token, name)));
            boolean renewable = REQUIRED_FOR_RENEWAL.stream().allMatch(token::has)
                    && instant(token, "registrationExpiresAt").isAfter(Instant.now());
            return new SsoToken(text(token, "accessToken"), instant(token, "expiresAt"), renewable);
        } catch (NoSuchFileException e) {
            throw new NoCredentialsException("nobody has signed in to its SSO session yet");
        } catch (IOException | IllegalStateException | DateTimeException e) {
            throw new NoCredentialsException("its SSO session in " + file
                    + " is invalid: it needs accessToken and expiresAt, as the AWS CLI writes them");
        }
    }

    /**
     * Renews the token of a session, stores the new one in its file, and returns it. The SDK's provider is not used: it
     * reads the home directory only once per JVM, and in a daemon that may be another build's.
     */
    private static String renew(Path home, String session, SsoOidcClient client) {
        try (var file = OnDiskTokenManager.create(folder(home), session)) {
            SsoOidcToken old = file.loadToken().orElseThrow();
            SsoOidcToken renewed = SsoOidcTokenTransformer.create(old)
                    .transform(client.createToken(request -> request.grantType("refresh_token")
                            .clientId(old.clientId())
                            .clientSecret(old.clientSecret())
                            .refreshToken(old.refreshToken())));
            KnownSecrets.add(renewed.token());
            Optional.ofNullable(renewed.refreshToken()).ifPresent(KnownSecrets::add);
            try {
                file.storeToken(renewed);
            } catch (SdkClientException e) {
                // In a folder that cannot be written to, the token is valid for this build all the same.
            }
            return renewed.token();
        }
    }

    private static Path folder(Path home) {
        return home.resolve(".aws/sso/cache");
    }

    /** Returns whether the AWS CLI would renew the token. */
    private boolean isExpiring() {
        return !Instant.now().plus(MARGIN).isBefore(expiresAt);
    }

    private boolean hasExpired() {
        return !Instant.now().isBefore(expiresAt);
    }

    private static String text(JsonNode token, String name) {
        return AwsJson.text(token, name).orElseThrow(() -> new IllegalStateException(name));
    }

    private static Instant instant(JsonNode token, String name) {
        return CredentialsJson.instant(text(token, name));
    }

    private static String hash(String session) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(session.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns no part of the token. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
