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
 * A property with registry credentials for other plugins, in the form of docker's config.json.
 *
 * @param property its name
 * @param properties of the project
 */
record DockerAuthProperty(String property, Properties properties) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AUTHS = "auths";

    /**
     * Signs in to registries, and adds their credentials to the property. If Maven is offline, no registry is asked.
     *
     * @param log takes what has been done, without the credentials
     * @param warnings takes the reason why there are none
     * @throws ExplainedException when signing in to a registry fails
     */
    void store(
            Collection<EcrRegistry> registries,
            AuthorizationTokens tokens,
            boolean offline,
            Consumer<String> log,
            Consumer<String> warnings) {
        if (offline) {
            add(Map.of());
            warnings.accept("Maven is offline: property '" + property
                    + "' has no credentials, so its readers can only use images that the engine has");
            return;
        }
        DockerAuthConfig auth = DockerAuthConfig.of(registries, tokens);
        add(auth.credentials());
        log.accept(
                auth.signIns().isEmpty()
                        ? "No credentials are in property '" + property + "': no registry needs any"
                        : "Credentials for " + String.join(", ", auth.signIns().keySet()) + " are in property '"
                                + property + "'"
                                + auth.expiresAt()
                                        .map(DockerAuthProperty::until)
                                        .orElse(""));
    }

    private void add(Map<String, RegistryCredentials> credentials) {
        ObjectNode config = MAPPER.createObjectNode();
        ObjectNode auths = config.putObject(AUTHS);
        auths.setAll(earlier());
        credentials.forEach((host, login) -> auths.putObject(host).put("auth", auth(login)));
        properties.setProperty(property, config.toString());
    }

    /** The entries so far: another execution of the goal may have set the property. */
    private ObjectNode earlier() {
        try {
            if (MAPPER.readTree(properties.getProperty(property, "")).path(AUTHS) instanceof ObjectNode auths) {
                return auths;
            }
        } catch (JsonProcessingException e) {
            // The value is not from this plugin, so it is replaced.
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
