package io.github.ecrmaven.aws;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.ecrmaven.image.ExplainedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Credentials as JSON: what a credential_process prints, and what containers' agents and instances answer. */
final class CredentialsJson {
    private final JsonObject json;

    private CredentialsJson(JsonObject json) {
        this.json = json;
    }

    /**
     * Reads a JSON object.
     *
     * @throws JsonParseException when it is none; the message may quote it, and so is for nobody
     */
    static CredentialsJson parse(String text) {
        if (JsonParser.parseString(text) instanceof JsonObject object) {
            return new CredentialsJson(object);
        }
        throw new JsonParseException("no object");
    }

    /** Returns a text or a number; nothing where there is neither. */
    Optional<String> text(String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
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
     * @throws JsonParseException when there are none
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
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> new JsonParseException(name));
    }

    /**
     * Reads a time of ISO 8601; early versions of the AWS CLI, and some agents, write the zone in ways of their own.
     */
    static Instant instant(String text) {
        return OffsetDateTime.parse(text.strip().replaceFirst("(?:UTC|\\+0000)$", "Z"))
                .toInstant();
    }
}
