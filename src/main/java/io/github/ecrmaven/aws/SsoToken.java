package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.image.KnownSecrets;
import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.internal.OnDiskTokenManager;
import software.amazon.awssdk.services.ssooidc.internal.SsoOidcToken;
import software.amazon.awssdk.services.ssooidc.internal.SsoOidcTokenTransformer;

/**
 * The token of a session of IAM Identity Center, as {@code aws sso login} leaves it in {@code ~/.aws/sso/cache}. The
 * SDK reads only what newer versions of the AWS CLI write.
 *
 * @param accessToken the token, a secret
 * @param end of its validity
 * @param renewable whether the file has all that it takes to get another without the user
 */
record SsoToken(String accessToken, Instant end, boolean renewable) {
    private static final List<String> FOR_RENEWAL =
            List.of("refreshToken", "clientId", "clientSecret", "registrationExpiresAt");

    /** How long before its end the AWS CLI renews a token. */
    private static final Duration MARGIN = Duration.ofMinutes(15);

    /**
     * Reads the token of a session.
     *
     * @param home of who has signed in
     * @param session the name of the session, or where it has none, its start URL
     * @throws NoCredentialsException if nobody has signed in, or the file is not as the AWS CLI writes it
     */
    static SsoToken read(Path home, String session) {
        Path file = folder(home).resolve(hash(session) + ".json");
        try (Reader in = Files.newBufferedReader(file)) {
            JsonNode token = AwsJson.READER.readTree(in);
            Stream.of("accessToken", "refreshToken", "clientSecret")
                    .filter(token::has)
                    .forEach(name -> KnownSecrets.add(text(token, name)));
            boolean renewable = FOR_RENEWAL.stream().allMatch(token::has)
                    && instant(token, "registrationExpiresAt").isAfter(Instant.now());
            return new SsoToken(text(token, "accessToken"), instant(token, "expiresAt"), renewable);
        } catch (NoSuchFileException e) {
            throw new NoCredentialsException("nobody has signed in to its SSO session yet");
        } catch (IOException | IllegalStateException | DateTimeException e) {
            throw new NoCredentialsException(
                    "its SSO session in " + file + " is not as the AWS CLI writes it (accessToken, expiresAt)");
        }
    }

    /**
     * Renews the token of a session, keeps the new one in its file, and returns it. The SDK's own provider would look
     * in the home directory of when it was loaded, and in a daemon that may be another build's.
     */
    static String renew(Path home, String session, SsoOidcClient client) {
        try (var file = OnDiskTokenManager.create(folder(home), session)) {
            SsoOidcToken old = file.loadToken().orElseThrow();
            SsoOidcToken renewed = SsoOidcTokenTransformer.create(old)
                    .transform(client.createToken(request -> request.grantType("refresh_token")
                            .clientId(old.clientId())
                            .clientSecret(old.clientSecret())
                            .refreshToken(old.refreshToken())));
            KnownSecrets.add(renewed.token());
            Optional.ofNullable(renewed.refreshToken()).ifPresent(KnownSecrets::add);
            file.storeToken(renewed);
            return renewed.token();
        }
    }

    private static Path folder(Path home) {
        return home.resolve(".aws/sso/cache");
    }

    /** Returns whether the AWS CLI would use the token without a thought of renewing it. */
    boolean lasts() {
        return Instant.now().plus(MARGIN).isBefore(end);
    }

    boolean hasExpired() {
        return !Instant.now().isBefore(end);
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
            return String.format("%040x", new BigInteger(1, hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns nothing of the token. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
