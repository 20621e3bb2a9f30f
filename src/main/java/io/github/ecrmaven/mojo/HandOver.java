package io.github.ecrmaven.mojo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.pull.DockerAuth;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/**
 * Hands credentials over to other plugins of the build, in a property that has the form of docker's config.json.
 *
 * @param property its name
 * @param properties of the project
 */
record HandOver(String property, Properties properties) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final String AUTHS = "auths";

    /**
     * Signs in to registries, and adds what that gives to the property. With Maven offline nobody is asked for
     * anything.
     *
     * @param log takes what has been done, without the credentials
     * @param warnings takes it where there can be none
     * @throws ExplainedException when a registry cannot be signed in to
     */
    void fill(
            Collection<EcrRegistry> registries,
            AuthorizationTokens tokens,
            boolean offline,
            Consumer<String> log,
            Consumer<String> warnings) {
        if (offline) {
            add(Map.of());
            warnings.accept("Maven is offline: no credentials are in property '" + property
                    + "', and whatever it is handed to has to do with the images that the engine has");
            return;
        }
        DockerAuth auth = DockerAuth.of(registries, tokens);
        add(auth.credentials());
        log.accept(
                auth.signIns().isEmpty()
                        ? "No credentials are in property '" + property + "': no registry needs any"
                        : "Credentials for " + String.join(", ", auth.signIns().keySet()) + " are in property '"
                                + property + "'"
                                + auth.expiresAt().map(HandOver::until).orElse(""));
    }

    private void add(Map<String, RegistryCredentials> credentials) {
        JsonObject auths = auths();
        credentials.forEach((host, login) -> auths.add(host, json(login)));
        var config = new JsonObject();
        config.add(AUTHS, auths);
        properties.setProperty(property, config.toString());
    }

    /** Another execution of the goal may have set the property, for other registries. */
    private JsonObject auths() {
        try {
            if (JsonParser.parseString(properties.getProperty(property, "")) instanceof JsonObject config
                    && config.get(AUTHS) instanceof JsonObject auths) {
                return auths;
            }
        } catch (JsonParseException e) {
            // Whatever it was, it was none of ours.
        }
        return new JsonObject();
    }

    private static JsonObject json(RegistryCredentials credentials) {
        String login = credentials.username() + ":" + credentials.password().reveal();
        var json = new JsonObject();
        json.addProperty("auth", Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return json;
    }

    private static String until(Instant end) {
        return " until " + TIME.format(end.atZone(ZoneOffset.UTC));
    }
}
