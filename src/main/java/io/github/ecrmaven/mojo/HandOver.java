package io.github.ecrmaven.mojo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.pull.DockerAuthConfig;
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
    private static final ObjectMapper MAPPER = new ObjectMapper();
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
        DockerAuthConfig auth = DockerAuthConfig.of(registries, tokens);
        add(auth.credentials());
        log.accept(
                auth.signIns().isEmpty()
                        ? "No credentials are in property '" + property + "': no registry needs any"
                        : "Credentials for " + String.join(", ", auth.signIns().keySet()) + " are in property '"
                                + property + "'"
                                + auth.expiresAt().map(HandOver::until).orElse(""));
    }

    private void add(Map<String, RegistryCredentials> credentials) {
        ObjectNode config = MAPPER.createObjectNode();
        ObjectNode auths = config.putObject(AUTHS);
        auths.setAll(earlier());
        credentials.forEach((host, login) -> auths.putObject(host).put("auth", auth(login)));
        properties.setProperty(property, config.toString());
    }

    /** Another execution of the goal may have set the property, for other registries. */
    private ObjectNode earlier() {
        try {
            if (MAPPER.readTree(properties.getProperty(property, "")).path(AUTHS) instanceof ObjectNode auths) {
                return auths;
            }
        } catch (JsonProcessingException e) {
            // Whatever it was, it was none of ours.
        }
        return MAPPER.createObjectNode();
    }

    private static String auth(RegistryCredentials credentials) {
        String login = credentials.username() + ":" + credentials.password().reveal();
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static String until(Instant end) {
        return " until " + TIME.format(end.atZone(ZoneOffset.UTC));
    }
}
