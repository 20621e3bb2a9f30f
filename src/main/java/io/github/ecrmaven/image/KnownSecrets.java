package io.github.ecrmaven.image;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets that the running goals have met: they are struck from whatever is shown, as a last guard. Nothing is
 * remembered where no goal runs, so that a long-lived JVM keeps none of a build.
 */
public final class KnownSecrets {
    /** What is shorter occurs in sentences by chance: no key, token or generated password is. */
    private static final int SHORTEST = 8;

    private static final String HIDDEN = "(hidden)";

    /** The forms of each secret in which it may be shown. */
    private static final Map<String, Set<String>> FORMS = new ConcurrentHashMap<>();

    private static int goals;

    private KnownSecrets() {}

    /** A goal begins. */
    public static synchronized void begin() {
        goals++;
    }

    /** A goal ends; with the last one that runs, all secrets are forgotten. */
    public static synchronized void end() {
        goals--;
        if (goals == 0) {
            FORMS.clear();
        }
    }

    /** A secret that no {@link Secret} holds, such as a library's; without a goal that runs, it is not remembered. */
    public static synchronized void add(String secret) {
        String value = secret.strip();
        if (goals > 0 && value.length() >= SHORTEST) {
            FORMS.computeIfAbsent(value, KnownSecrets::forms);
        }
    }

    /** In clear, as a part of a URL, and as a part of anything in base64 or base64url, wherever it begins there. */
    private static Set<String> forms(String secret) {
        Set<String> forms = ConcurrentHashMap.newKeySet();
        forms.add(secret);
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        forms.add(encoded);
        forms.add(encoded.replace("+", "%20"));
        for (int before = 0; before < 3; before++) {
            forms.add(encoded(Base64.getEncoder(), secret, before));
            forms.add(encoded(Base64.getUrlEncoder(), secret, before));
        }
        return forms;
    }

    /** What a secret is in base64, apart from the characters that depend on what is before it and after it. */
    private static String encoded(Base64.Encoder encoder, String secret, int before) {
        byte[] bytes = ("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        return encoder.withoutPadding().encodeToString(bytes).substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
    }

    /** Returns a text without the secrets that are known. */
    public static String redact(String text) {
        return FORMS.values().stream()
                .flatMap(Set::stream)
                .filter(text::contains)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (rest, form) -> rest.replace(form, HIDDEN));
    }
}
