package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Adds the secrets of the session files of {@code aws login}, which the SDK reads and renews, to {@link KnownSecrets}.
 */
final class LoginCache {
    private static final Set<String> SECRETS =
            Set.of("secretAccessKey", "sessionToken", "refreshToken", "idToken", "identityToken", "dpopKey");

    private static final Setting DIRECTORY = new Setting("aws.loginCacheDirectory", "AWS_LOGIN_CACHE_DIRECTORY");

    private LoginCache() {}

    /** Returns the folder of the session files. */
    static Path directory(Environment environment) {
        return DIRECTORY
                .value(environment)
                .map(Path::of)
                .orElseGet(() -> environment.home().resolve(".aws/login/cache"));
    }

    /**
     * Adds the secrets of a session. If its file is damaged, does nothing: the SDK fails too, and explains it.
     *
     * @throws NoCredentialsException if there is no such file
     */
    static void addSecrets(Path directory, String session) {
        try (Reader in = Files.newBufferedReader(directory.resolve(Sha256.hex(session.strip()) + ".json"))) {
            JsonNode cache = AwsJson.READER.readTree(in);
            SECRETS.stream()
                    .flatMap(name -> cache.findValuesAsText(name).stream())
                    .flatMap(String::lines)
                    // In PEM, the first and the last line are no secret.
                    .filter(line -> !line.startsWith("-----"))
                    .forEach(KnownSecrets::add);
        } catch (NoSuchFileException e) {
            throw new NoCredentialsException("nobody has signed in to its session of 'aws login' yet");
        } catch (IOException e) {
            // The SDK fails too.
        }
    }
}
