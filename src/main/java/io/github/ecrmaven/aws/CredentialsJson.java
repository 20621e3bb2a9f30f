package io.github.ecrmaven.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.image.ExplainedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Credentials in JSON, as a credential_process prints them, and as the services of containers and instances answer. */
final class CredentialsJson {
    /** ISO 8601, also without its signs and with spaces, as {@code str} of Python and {@code date} write it. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("[uuuu-MM-dd][uuuuMMdd]['T'][' '][HH:mm[:ss]][HHmmss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[' '][XXXXX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final JsonNode json;

    /** The JSON is invalid. It is not quoted, as it may contain secrets. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private CredentialsJson(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads a JSON object.
     *
     * @throws MalformedException if the text is something else
     */
    static CredentialsJson parse(String text) {
        try {
            JsonNode read = AwsJson.READER.readTree(text);
            if (read.isObject()) {
                return new CredentialsJson(read);
            }
        } catch (JsonProcessingException e) {
            // Throws below.
        }
        throw new MalformedException();
    }

    /**
     * Reads the credentials in a response of the service of a container or an instance.
     *
     * @param service the URL of the service, as messages name it
     * @throws NoCredentialsException if there are none
     * @throws ExplainedException if a part has a character that AWS does not use in it
     */
    static AwsCredentials ofResponse(String body, String service) {
        String origin = "the response from " + service;
        String error = "";
        try {
            CredentialsJson response = parse(body);
            error = response.error();
            return response.credentials("Token", origin);
        } catch (MalformedException e) {
            throw new NoCredentialsException("no credentials in " + origin + error);
        } catch (DateTimeException e) {
            throw new NoCredentialsException(
                    origin + " has an Expiration that is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    /** Returns the code and the message of an error after a colon; empty if there is no message. */
    private String error() {
        String code = text("Code").map(": "::concat).orElse("");
        return text("Message").map(message -> code + ": " + message).orElse("");
    }

    /** Returns a property as text; empty if it is missing or null. */
    Optional<String> text(String name) {
        return AwsJson.text(json, name);
    }

    /**
     * Returns when the credentials expire; empty if unknown.
     *
     * @throws DateTimeException if it is not a time
     */
    Optional<Instant> expiration() {
        return text("Expiration").filter(text -> !text.isBlank()).map(CredentialsJson::instant);
    }

    /**
     * Returns the credentials.
     *
     * @param tokenName the name of the property with the session token
     * @param origin the source as messages name it, such as {@code the response from http://169.254.170.2}
     * @throws MalformedException if the access key is not complete
     * @throws DateTimeException if the expiration is not a time
     * @throws ExplainedException if a part has a character that AWS does not use in it
     */
    AwsCredentials credentials(String tokenName, String origin) {
        return CheckedCredentials.of(
                require("AccessKeyId"),
                require("SecretAccessKey"),
                text(tokenName).orElse(null),
                expiration().orElse(null),
                origin);
    }

    private String require(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(MalformedException::new);
    }

    /**
     * Parses a time in the forms that the AWS CLI reads, also with {@code UTC} at its end, as old versions of it wrote
     * it.
     */
    static Instant instant(String text) {
        return TIME.parse(text.strip().replaceFirst("UTC$", "Z"), Instant::from);
    }
}
