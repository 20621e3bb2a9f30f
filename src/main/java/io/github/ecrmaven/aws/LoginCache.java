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
 * The file in which {@code aws login} keeps a session. The SDK reads and renews it; here its secrets become known, so
 * that they are struck from what is shown.
 */
final class LoginCache {
    private static final Set<String> SECRETS =
            Set.of("secretAccessKey", "sessionToken", "refreshToken", "idToken", "identityToken", "dpopKey");

    private static final Setting DIRECTORY = new Setting("aws.loginCacheDirectory", "AWS_LOGIN_CACHE_DIRECTORY");

    private LoginCache() {}

    /** Returns the folder with the files of all sessions. */
    static Path directory(Environment environment) {
        return DIRECTORY
                .value(environment)
                .map(Path::of)
                .orElseGet(() -> environment.home().resolve(".aws/login/cache"));
    }

    /** Makes the secrets of a session known; what is wrong with the file is for the SDK to say. */
    static void makeKnown(Path directory, String session) {
        try (Reader in = Files.newBufferedReader(directory.resolve(Sha256.hex(session.strip()) + ".json"))) {
            makeKnown(AwsJson.READER.readTree(in));
        } catch (NoSuchFileException e) {
            throw new NoCredentialsException("nobody has signed in to its session of 'aws login' yet");
        } catch (IOException e) {
            // The SDK reads it too, and fails.
        }
    }

    private static void makeKnown(JsonNode object) {
        object.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (value.isObject()) {
                makeKnown(value);
            } else if (SECRETS.contains(member.getKey())) {
                // A key has a line that only says what it is.
                value.asText().lines().filter(line -> !line.startsWith("-----")).forEach(KnownSecrets::add);
            }
        });
    }
}
