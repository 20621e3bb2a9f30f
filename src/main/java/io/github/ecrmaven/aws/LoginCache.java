package io.github.ecrmaven.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The session files of {@code aws login}, which the SDK reads and renews. */
final class LoginCache {
    private static final Set<String> SECRETS =
            Set.of("secretAccessKey", "sessionToken", "refreshToken", "idToken", "identityToken", "dpopKey");

    private static final String REGION = "signInRegion";

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
     * Adds the secrets of a session to {@link KnownSecrets}, and returns the region that issued it and renews it; empty
     * if its file names none, or is damaged: the SDK fails on it too, and explains it.
     *
     * @throws NoCredentialsException if there is no such file
     * @throws ExplainedException if the region cannot be one
     */
    static Optional<String> readAndAddSecrets(Path directory, String session) {
        Path file = directory.resolve(Sha256.hex(session.strip()) + ".json");
        try (Reader in = Files.newBufferedReader(file)) {
            JsonNode cache = AwsJson.READER.readTree(in);
            SECRETS.stream()
                    .flatMap(name -> cache.findValuesAsText(name).stream())
                    .flatMap(String::lines)
                    // In PEM, the first and the last line are no secret.
                    .filter(line -> !line.startsWith("-----"))
                    .forEach(KnownSecrets::add);
            return AwsJson.text(cache, REGION)
                    .flatMap(region -> SettingValue.of(region, REGION + " of " + file))
                    .map(SettingValue::region);
        } catch (NoSuchFileException e) {
            throw new NoCredentialsException("nobody has signed in to its session of 'aws login' yet");
        } catch (IOException e) {
            // The SDK explains it.
            return Optional.empty();
        }
    }
}
