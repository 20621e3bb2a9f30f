package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.LimitedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file that contains a token, which another program replaces from time to time.
 *
 * @param setting the setting with its path
 */
record TokenFile(SettingValue setting) {
    private static final int MAX_TOKEN_SIZE = 1 << 16;

    /**
     * Reads the token without the white space at its ends.
     *
     * @throws NoCredentialsException if the file cannot be read
     * @throws IllegalArgumentException if it is empty; the message is the reason
     * @throws ExplainedException if it has a character that no token has
     */
    String read() {
        try (InputStream in = new LimitedInputStream(Files.newInputStream(Path.of(setting.text())), MAX_TOKEN_SIZE)) {
            return SecretText.token(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8), this + " of " + setting.origin());
        } catch (IOException e) {
            throw new NoCredentialsException("cannot read " + this + " of " + setting.origin() + ": "
                    + (e instanceof LimitedInputStream.TooMuchException
                            ? "it is too long for a token"
                            : FileFailure.reason(e)));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(setting.origin() + " is not the path of a file");
        }
    }

    /** Returns the path. */
    @Override
    public String toString() {
        return setting.text();
    }
}
