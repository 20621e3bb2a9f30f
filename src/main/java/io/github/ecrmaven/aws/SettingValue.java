package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A value of a setting of AWS's tools.
 *
 * @param text as it is written, never blank
 * @param origin names the variable, or the property with its profile, file and line
 */
record SettingValue(String text, String origin) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** As a label of a host's name; new regions need no new version of this plugin. */
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    static Optional<SettingValue> ofProperty(String name, Environment environment) {
        return environment.property(name).map(value -> new SettingValue(value, "system property " + name));
    }

    static Optional<SettingValue> ofVariable(String name, Environment environment) {
        return environment.variable(name).map(value -> new SettingValue(value, name));
    }

    /** What is set to nothing is not set: CI systems do so with a variable that is missing. */
    static Optional<SettingValue> of(String text, String origin) {
        return Optional.ofNullable(text)
                .filter(value -> !value.isBlank())
                .map(value -> new SettingValue(value, origin));
    }

    /**
     * Returns whether a switch is on.
     *
     * @throws ExplainedException when it is neither on nor off
     */
    boolean isOn() {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable("true or false");
        };
    }

    /**
     * Returns a number of attempts.
     *
     * @throws ExplainedException when it is none
     */
    int count() {
        return number("a whole number of at least 1, such as 3");
    }

    private int number(String wanted) {
        if (!NUMBER.matcher(text.strip()).matches() || Integer.parseInt(text.strip()) == 0) {
            throw unusable(wanted);
        }
        return Integer.parseInt(text.strip());
    }

    /**
     * Returns a duration that is written in seconds.
     *
     * @throws ExplainedException when it is none
     */
    Duration seconds() {
        return Duration.ofSeconds(number("a whole number of seconds of at least 1, such as 3600"));
    }

    /**
     * Returns the name of a region.
     *
     * @throws ExplainedException when it cannot be one
     */
    String region() {
        if (!REGION.matcher(text.strip()).matches()) {
            throw unusable("a region such as eu-west-1");
        }
        return text.strip();
    }

    /**
     * Returns the URL of a service.
     *
     * @throws ExplainedException when it is none
     */
    URI url() {
        // No service of AWS takes a user and a password in its URL; they would be seen in what is said of it.
        if (text.contains("@")) {
            throw ExplainedException.configuration(
                    origin + " has a user or a password in it, which AWS does not take: write https://HOST");
        }
        try {
            var url = new URI(text.strip());
            if (url.getHost() != null && SCHEMES.contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // It is none.
        }
        throw unusable("a URL: https://HOST or http://HOST:PORT");
    }

    /**
     * Returns the path of an address whose host is known.
     *
     * @throws ExplainedException when it is none
     */
    String path() {
        if (!text.startsWith("/")) {
            throw unusable("a path such as /v2/credentials/ID");
        }
        return text;
    }

    /**
     * Returns which of some words it is, in upper or lower case.
     *
     * @throws ExplainedException when it is none of them
     */
    String oneOf(Collection<String> words) {
        return words.stream()
                .filter(text.strip()::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> unusable(String.join(", ", words).replaceFirst(", (?=[^,]*$)", " or ")));
    }

    private ExplainedException unusable(String wanted) {
        return ExplainedException.configuration(origin + " is '" + text + "', but must be " + wanted);
    }

    /** Returns nothing of the value, which a mistake may have made a secret. */
    @Override
    public String toString() {
        return origin;
    }
}
