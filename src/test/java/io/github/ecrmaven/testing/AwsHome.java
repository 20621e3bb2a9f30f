package io.github.ecrmaven.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The home directory of a developer, with the files of the AWS CLI. */
public final class AwsHome {
    private final Path folder;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /** Creates a home directory in a folder, which need not exist. */
    public AwsHome(Path folder) {
        this.folder = folder;
    }

    /** Writes a file, and returns its path. */
    public Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the AWS config file. */
    public void config(String text) {
        file(".aws/config", text);
    }

    /**
     * Writes the cached token of {@code aws sso login}.
     *
     * @param name the session's name, or its start URL if it has none; its SHA-1 is the name of the file
     * @param expiry the expiry of the access token
     */
    public void ssoSession(String name, String expiry, String accessToken, String refreshToken) {
        String clientSecret = "client/secret+" + name;
        secrets.add(clientSecret);
        secrets.add(accessToken);
        secrets.add(refreshToken);
        file(String.format(".aws/sso/cache/%040x.json", hash("SHA-1", name)), """
                {"accessToken": "%s", "expiresAt": "%s", "refreshToken": "%s", "clientId": "client",
                 "clientSecret": "%s", "registrationExpiresAt": "2099-01-01T00:00:00Z",
                 "region": "eu-west-1", "startUrl": "https://corp.awsapps.com/start"}
                """.formatted(
                        accessToken, expiry, refreshToken, clientSecret));
    }

    /**
     * Writes the cached credentials of {@code aws login} in us-east-2.
     *
     * @param session the ARN of the user who signed in; its SHA-256 is the name of the file
     * @param expiry the expiry of the access key
     */
    public void loginSession(String session, String expiry, String secretAccessKey, String refreshToken) {
        String key = Base64.getEncoder().encodeToString(signingKey());
        String sessionToken = "session/token+" + secretAccessKey;
        secrets.add(secretAccessKey);
        secrets.add(sessionToken);
        secrets.add(refreshToken);
        secrets.add(key);
        file(String.format(".aws/login/cache/%064x.json", hash("SHA-256", session)), """
                {"accessToken": {"accessKeyId": "ASIALOGIN00000000001", "secretAccessKey": "%s", "sessionToken": "%s",
                                 "accountId": "123456789012", "expiresAt": "%s"},
                 "tokenType": "aws_sigv4", "refreshToken": "%s", "clientId": "arn:aws:signin:::devtools/same-device",
                 "signInRegion": "us-east-2",
                 "dpopKey": "-----BEGIN EC PRIVATE KEY-----\\n%s\\n-----END EC PRIVATE KEY-----\\n"}
                """.formatted(
                        secretAccessKey, sessionToken, expiry, refreshToken, key));
    }

    /** Returns the secrets of all sessions. */
    public Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    private static BigInteger hash(String algorithm, String text) {
        try {
            return new BigInteger(
                    1, MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Generates a P-256 key in SEC 1 format, which the JDK cannot write. */
    private static byte[] signingKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            var point = ((ECPublicKey) pair.getPublic()).getW();
            return HexFormat.of()
                    .parseHex("30770201010420"
                            + number(((ECPrivateKey) pair.getPrivate()).getS())
                            + "a00a06082a8648ce3d030107a14403420004"
                            + number(point.getAffineX())
                            + number(point.getAffineY()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(BigInteger number) {
        return String.format("%064x", number);
    }
}
