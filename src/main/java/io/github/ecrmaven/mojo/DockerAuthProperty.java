package io.github.ecrmaven.mojo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.SignIn;
import io.github.ecrmaven.engine.DockerConfig;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.pull.DockerAuthConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A property with registry credentials for other plugins, in the form of docker's config.json. It keeps the logins that
 * the variable {@code DOCKER_AUTH_CONFIG} of the build has, as other plugins get the property in its place.
 *
 * @param property its name
 * @param properties of the project
 * @param environment of the build
 */
record DockerAuthProperty(String property, Properties properties, Environment environment) {
    private static final String VARIABLE = "DOCKER_AUTH_CONFIG";
    private static final List<String> SECRETS = List.of("auth", "password", "identitytoken", "registrytoken");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AUTHS = "auths";

    /**
     * Signs in to registries, and adds their credentials to the property. If Maven is offline, no registry is asked.
     *
     * @param log takes what has been done, without the credentials
     * @param warnings takes which logins other plugins will not find, and why
     * @throws ExplainedException when signing in to a registry fails
     */
    void store(
            Collection<EcrRegistry> registries,
            AuthorizationTokens tokens,
            boolean offline,
            Consumer<String> log,
            Consumer<String> warnings) {
        if (offline) {
            add(Map.of(), warnings);
            warnings.accept("Maven is offline: property '" + property
                    + "' has no credentials, so its readers can only use images that the engine has");
            return;
        }
        DockerAuthConfig auth = DockerAuthConfig.of(registries, tokens);
        add(auth.signIns(), warnings);
        log.accept(
                auth.signIns().isEmpty()
                        ? "No credentials are in property '" + property + "': no registry needs any"
                        : "Credentials for " + String.join(", ", auth.signIns().keySet()) + " are in property '"
                                + property + "'"
                                + auth.expiresAt()
                                        .map(DockerAuthProperty::until)
                                        .orElse(""));
    }

    private void add(Map<String, SignIn> signIns, Consumer<String> warnings) {
        ObjectNode config = config(properties.getProperty(property, ""))
                .or(() -> ofEnvironment(signIns.keySet(), warnings))
                .orElseGet(MAPPER::createObjectNode);
        ObjectNode auths = config.withObjectProperty(AUTHS);
        signIns.forEach((host, signIn) -> {
            // Readers may prefer other entries of the same host.
            auths.remove(List.of("https://" + host, "https://" + host + "/", "http://" + host, "http://" + host + "/"));
            if (config.path("credHelpers") instanceof ObjectNode helpers) {
                helpers.remove(host);
            }
            auths.putObject(host).put("auth", signIn.credentials().basic());
        });
        properties.setProperty(property, config.toString());
    }

    /** Returns the logins of the build's environment, which a CI system may have set. */
    private Optional<ObjectNode> ofEnvironment(Set<String> ownHosts, Consumer<String> warnings) {
        Optional<String> text = environment.variable(VARIABLE);
        Optional<ObjectNode> config = text.flatMap(DockerAuthProperty::config);
        config.ifPresent(given -> given.path(AUTHS).forEach(DockerAuthProperty::rememberSecrets));
        if (text.isEmpty()) {
            warnOfHiddenLogins(ownHosts, warnings);
        } else if (config.isEmpty()) {
            warnings.accept(
                    "cannot read the variable " + VARIABLE + ": it is not JSON of the form {\"auths\":{\"HOST\":"
                            + "{\"auth\":\"...\"}}}. Its logins are not in property '" + property + "'");
        }
        return config;
    }

    private void warnOfHiddenLogins(Set<String> ownHosts, Consumer<String> warnings) {
        DockerConfig file = DockerConfig.of(environment, warnings);
        List<String> hosts = file.loginHosts().stream()
                .filter(host ->
                        !ownHosts.contains(host.replaceFirst("^https?://", "").replaceFirst("/$", "")))
                .toList();
        if (!hosts.isEmpty()) {
            warnings.accept("programs that get property '" + property + "' as " + VARIABLE + " do not read "
                    + file.file() + ", and so have no login to " + String.join(", ", hosts)
                    + ". If they pull from there, set " + VARIABLE
                    + " for the build: the property keeps the logins that it has. Or pull these images from ECR, by"
                    + " <mirrors>");
        }
    }

    private static void rememberSecrets(JsonNode login) {
        SECRETS.forEach(name -> KnownSecrets.add(login.path(name).asText("")));
        try {
            String decoded =
                    new String(Base64.getDecoder().decode(login.path("auth").asText("")), StandardCharsets.UTF_8);
            KnownSecrets.add(decoded.substring(decoded.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            // It is not base64: there is nothing else to know.
        }
    }

    /** Parses docker's JSON; empty if it is something else. */
    private static Optional<ObjectNode> config(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode config
                            && (config.path(AUTHS).isObject()
                                    || config.path(AUTHS).isMissingNode())
                    ? Optional.of(config)
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String until(Instant end) {
        return " until " + TIME.format(end.atZone(ZoneOffset.UTC));
    }
}
