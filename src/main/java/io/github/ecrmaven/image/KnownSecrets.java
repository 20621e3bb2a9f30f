package io.github.ecrmaven.image;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The secrets that the running goals have read, to redact them from all output as a last guard. They are deleted when
 * no goal runs, so that a long-lived JVM keeps no secrets of a build.
 */
public final class KnownSecrets {
    /** Shorter texts occur in sentences by chance; no key, token or generated password is shorter. */
    private static final int MIN_LENGTH = 8;

    private static final String HIDDEN = "(hidden)";

    /** The forms in which each secret may appear in a text. */
    private static final Map<String, Set<String>> FORMS = new ConcurrentHashMap<>();

    private static int goals;

    private KnownSecrets() {}

    /** Notes that a goal begins. */
    public static synchronized void begin() {
        goals++;
    }

    /** Notes that a goal ends. If no other runs, all secrets are deleted. */
    public static synchronized void end() {
        goals--;
        if (goals == 0) {
            FORMS.clear();
        }
    }

    /** Adds a secret, if a goal runs. Needed only for secrets that are in no {@link Secret}, such as a library's. */
    public static synchronized void add(String secret) {
        String value = secret.strip();
        if (goals > 0 && value.length() >= MIN_LENGTH) {
            FORMS.computeIfAbsent(value, KnownSecrets::forms);
        }
    }

    /** As it is, URL-encoded, and as a part of any text in base64 or base64url, at each of the three offsets. */
    private static Set<String> forms(String secret) {
        Set<String> forms = new HashSet<>();
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

    /** The characters of a secret in base64 that do not depend on the text before and after it. */
    private static String encoded(Base64.Encoder encoder, String secret, int before) {
        byte[] bytes = ("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        return encoder.withoutPadding().encodeToString(bytes).substring((before * 8 + 5) / 6, bytes.length * 8 / 6);
    }

    /** Returns a text in which each known secret is replaced by {@value #HIDDEN}. */
    public static String redact(String text) {
        List<String> found = new ArrayList<>();
        for (Set<String> forms : FORMS.values()) {
            for (String form : forms) {
                if (text.contains(form)) {
                    found.add(form);
                }
            }
        }
        // A form may be a part of another.
        found.sort(Comparator.comparingInt(form -> -form.length()));
        String redacted = text;
        for (String form : found) {
            redacted = redacted.replace(form, HIDDEN);
        }
        return redacted;
    }
}
