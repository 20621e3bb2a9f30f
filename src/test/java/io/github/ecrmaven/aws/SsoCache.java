package io.github.ecrmaven.aws;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** What {@code aws sso login} leaves behind. */
final class SsoCache {
    private SsoCache() {}

    /** Writes a session's token; the file is named by the SHA-1 of the session's name or start URL. */
    static void write(Path home, String session, String expiry, String token)
            throws IOException, GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(session.getBytes(StandardCharsets.UTF_8));
        Path cache = Files.createDirectories(home.resolve(".aws/sso/cache"));
        Files.writeString(
                cache.resolve(String.format("%040x.json", new BigInteger(1, hash))),
                """
                {"accessToken": "TOKEN", "expiresAt": "EXPIRY", "refreshToken": "refreshTOKEN", "clientId": "client",
                 "clientSecret": "clientTOKEN", "registrationExpiresAt": "2099-01-01T00:00:00Z",
                 "region": "eu-west-1", "startUrl": "https://corp.awsapps.com/start"}
                """.replace("TOKEN", token).replace("EXPIRY", expiry));
    }
}
