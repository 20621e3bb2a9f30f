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

/** Looks for secrets where there may be none: in what a build printed and wrote. */
public final class Secrets {
    /** What is shorter may be found by chance. */
    private static final int SHORTEST = 12;

    /** Maven 4 itself prints this with -X, whatever the plugin does. */
    private static final Pattern COMMAND_LINE = Pattern.compile("(?m)^Command line: .*$");

    private Secrets() {}

    /**
     * Fails when one of the secrets is in one of the files, or in a file of one of the folders: as it is, URL-encoded,
     * or as a part of anything in base64 or base64url, such as {@code AWS:PASSWORD} or the X-Registry-Auth header.
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

    /** How a secret may look, and the name of each form. */
    private static Map<String, String> forms(String secret) {
        if (secret.length() < SHORTEST) {
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

    /** What a secret is in base64, apart from the characters that depend on what is before it and after it. */
    private static String encoded(Base64.Encoder encoder, String secret, int before) {
        byte[] bytes = ("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        return encoder.withoutPadding().encodeToString(bytes).substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
    }
}
