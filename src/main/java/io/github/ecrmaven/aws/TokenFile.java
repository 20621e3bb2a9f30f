package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.LimitedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file with nothing but a token in it, which others write anew from time to time.
 *
 * @param file as it is written in the setting
 * @param origin names that setting
 */
record TokenFile(String file, String origin) {
    private static final int LONGEST_TOKEN = 1 << 16;

    /**
     * Reads the token, without white space at its ends.
     *
     * @throws NoCredentialsException when the file cannot be read
     * @throws IllegalArgumentException when it is empty; the message is the reason
     * @throws ExplainedException when what is in it is no token
     */
    String read() {
        try (InputStream in = new LimitedInputStream(Files.newInputStream(Path.of(file)), LONGEST_TOKEN)) {
            return checked(new String(in.readAllBytes(), StandardCharsets.UTF_8), this + " of " + origin);
        } catch (IOException e) {
            throw new NoCredentialsException("cannot read " + file + " of " + origin + ": "
                    + (e instanceof LimitedInputStream.TooMuchException
                            ? "it is longer than any token"
                            : FileFailure.reason(e)));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(origin + " is not the path of a file");
        }
    }

    /**
     * Makes a token known, and returns it without white space at its ends.
     *
     * @param origin where it is from
     * @throws IllegalArgumentException when it is empty; the message is the reason
     * @throws ExplainedException when it has a character that none has
     */
    static String checked(String text, String origin) {
        KnownSecrets.add(text);
        String token = text.strip();
        SecretText.require(token, "the token of " + origin);
        if (token.isEmpty()) {
            throw new IllegalArgumentException("the token of " + origin + " is empty");
        }
        return token;
    }

    /** Returns where the token is, and nothing of it. */
    @Override
    public String toString() {
        return file;
    }
}
