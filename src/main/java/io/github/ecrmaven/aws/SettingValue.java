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
 * @param text the value, never blank
 * @param origin the variable, or the property with its profile, file and line
 */
record SettingValue(String text, String origin) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /** Any label of a host name, so that new regions need no new version of the plugin. */
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    static Optional<SettingValue> ofProperty(String name, Environment environment) {
        return environment.property(name).map(value -> new SettingValue(value, "system property " + name));
    }

    static Optional<SettingValue> ofVariable(String name, Environment environment) {
        return environment.variable(name).map(value -> new SettingValue(value, name));
    }

    /** Returns a value; empty if it is blank: CI systems set missing variables to an empty text. */
    static Optional<SettingValue> of(String text, String origin) {
        return Optional.ofNullable(text)
                .filter(value -> !value.isBlank())
                .map(value -> new SettingValue(value, origin));
    }

    /**
     * Returns the value as a boolean.
     *
     * @throws ExplainedException if it is neither true nor false
     */
    boolean isTrue() {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unusable("true or false");
        };
    }

    /**
     * Returns the value as a number of attempts.
     *
     * @throws ExplainedException if it is not a whole number from 1 to 999999999
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
     * Returns the value as a duration in seconds.
     *
     * @throws ExplainedException if it is not a whole number from 1 to 999999999
     */
    Duration seconds() {
        return Duration.ofSeconds(number("a whole number of seconds of at least 1, such as 3600"));
    }

    /**
     * Returns the value as the name of a region.
     *
     * @throws ExplainedException if it cannot be one
     */
    String region() {
        if (!REGION.matcher(text.strip()).matches()) {
            throw unusable("a region such as eu-west-1");
        }
        return text.strip();
    }

    /**
     * Returns the value as the URL of a service.
     *
     * @throws ExplainedException if it is not an http or https URL, or contains a user or a password
     */
    URI url() {
        // Services of AWS do not use them, and messages would show them.
        if (text.contains("@")) {
            throw ExplainedException.configuration(
                    origin + " contains a user or a password, which AWS does not accept: write https://HOST");
        }
        try {
            var url = new URI(text.strip());
            if (url.getHost() != null && SCHEMES.contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Throws below.
        }
        throw unusable("a URL: https://HOST or http://HOST:PORT");
    }

    /**
     * Returns the value as the path of a URL.
     *
     * @throws ExplainedException if it does not begin with a slash
     */
    String path() {
        if (!text.startsWith("/")) {
            throw unusable("a path such as /v2/credentials/ID");
        }
        return text;
    }

    /**
     * Returns the word that the value is, in upper or lower case.
     *
     * @throws ExplainedException if it is none of them
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

    /** Returns only the origin, as the value may be a secret by mistake. */
    @Override
    public String toString() {
        return origin;
    }
}
