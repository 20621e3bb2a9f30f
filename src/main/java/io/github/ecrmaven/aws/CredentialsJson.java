package io.github.ecrmaven.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.image.ExplainedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Credentials as JSON: what a credential_process prints, and what containers' agents and instances answer. */
final class CredentialsJson {
    private final JsonNode json;

    /** A text that is not as it should be. It may be a secret, so that nothing of it is quoted. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        MalformedException(String what) {
            super(what);
        }
    }

    private CredentialsJson(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads a JSON object.
     *
     * @throws MalformedException when it is none
     */
    static CredentialsJson parse(String text) {
        try {
            JsonNode read = AwsJson.READER.readTree(text);
            if (read.isObject()) {
                return new CredentialsJson(read);
            }
        } catch (JsonProcessingException e) {
            // It is said below.
        }
        throw new MalformedException("no object");
    }

    /** Returns a text or a number; nothing where there is neither. */
    Optional<String> text(String name) {
        return AwsJson.text(json, name);
    }

    /**
     * Returns when the credentials end, where that is said.
     *
     * @throws DateTimeException when it is no time
     */
    Optional<Instant> end() {
        return text("Expiration").filter(end -> !end.isBlank()).map(CredentialsJson::instant);
    }

    /**
     * Returns the credentials.
     *
     * @param tokenName how the session token is called
     * @param origin names the source: {@code the answer of http://169.254.170.2}
     * @throws MalformedException when there are none
     * @throws DateTimeException when they end at what is no time
     * @throws ExplainedException when a part of them has a character that none has
     */
    AwsCredentials credentials(String tokenName, String origin) {
        return CheckedCredentials.of(
                require("AccessKeyId"),
                require("SecretAccessKey"),
                text(tokenName).orElse(null),
                end().orElse(null),
                origin);
    }

    private String require(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> new MalformedException(name));
    }

    /**
     * Reads a time of ISO 8601; early versions of the AWS CLI, and some agents, write the zone in ways of their own.
     */
    static Instant instant(String text) {
        return OffsetDateTime.parse(text.strip().replaceFirst("(?:UTC|\\+0000)$", "Z"))
                .toInstant();
    }
}
