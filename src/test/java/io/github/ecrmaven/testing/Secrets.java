package io.github.ecrmaven.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asserts that secrets are absent from the log and the files of a build. */
public final class Secrets {
    /** The minimum length of a secret, as a shorter text may occur by chance. */
    private static final int MIN_LENGTH = 12;

    /** The command line, which Maven 4 itself prints with -X. */
    private static final Pattern COMMAND_LINE = Pattern.compile("(?m)^Command line: .*$");

    private Secrets() {}

    /**
     * Fails if one of these files and folders contains a secret: in clear text, URL-encoded, or as part of a longer
     * text in base64 or base64url, such as {@code AWS:PASSWORD} or the X-Registry-Auth header.
     */
    public static void assertAbsent(Collection<String> secrets, File... places) {
        List<String> found = Stream.of(places)
                .flatMap(place -> files(place.toPath()))
                .flatMap(file -> in(file, secrets))
                .toList();
        if (!found.isEmpty()) {
            throw new AssertionError("secrets where none may be:\n  " + String.join("\n  ", found));
        }
    }

    private static Stream<Path> files(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> in(Path file, Collection<String> secrets) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String searched = COMMAND_LINE.matcher(text).replaceAll("");
        return secrets.stream()
                .flatMap(secret -> forms(secret).entrySet().stream()
                        .filter(form -> searched.contains(form.getKey()))
                        .map(form -> secret + " (" + form.getValue() + ") in " + file));
    }

    /** Returns the encodings of a secret, each with its name. */
    private static Map<String, String> forms(String secret) {
        if (secret.length() < MIN_LENGTH) {
            throw new IllegalArgumentException(secret + " is too short to be looked for");
        }
        Map<String, String> forms = new LinkedHashMap<>();
        for (int before = 0; before < 3; before++) {
            forms.put(encoded(Base64.getEncoder(), secret, before), "base64");
            forms.putIfAbsent(encoded(Base64.getUrlEncoder(), secret, before), "base64url");
        }
        forms.put(URLEncoder.encode(secret, StandardCharsets.UTF_8), "URL-encoded");
        forms.put(secret, "clear");
        return forms;
    }

    /**
     * Encodes a secret that follows other bytes in base64, without the characters that also depend on the bytes before
     * and after the secret.
     *
     * @param before the number of bytes before the secret
     */
    private static String encoded(Base64.Encoder encoder, String secret, int before) {
        byte[] bytes = ("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        return encoder.withoutPadding().encodeToString(bytes).substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
    }
}
