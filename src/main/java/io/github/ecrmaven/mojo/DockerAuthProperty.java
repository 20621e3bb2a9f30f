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
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.pull.DockerAuthConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A property with registry credentials for other plugins, in the form of docker's config.json. It keeps the logins that
 * the variable {@code DOCKER_AUTH_CONFIG} of the build has, as other plugins get the property in its place.
 *
 * @param property the name of the property
 * @param properties the properties of the project
 * @param environment the environment of the build
 */
record DockerAuthProperty(String property, Properties properties, Environment environment) {
    private static final String VARIABLE = "DOCKER_AUTH_CONFIG";
    private static final List<String> TOKENS = List.of("identitytoken", "registrytoken");
    private static final List<String> SECRETS = List.of("auth", "password", "identitytoken", "registrytoken");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String AUTHS = "auths";
    private static final String AUTH = "auth";
    private static final String STORE = "credsStore";
    private static final String HELPERS = "credHelpers";

    /** The only form that the docker CLI accepts. It ignores a value that has anything else anywhere. */
    private static final String FORM = "{\"auths\":{\"HOST\":{\"auth\":\"...\"}}}";

    /**
     * Signs in to registries, and adds their credentials to the property. If Maven is offline, no registry is asked.
     *
     * @param log receives what has been done, without the credentials
     * @param warnings receives which logins other plugins will not find, and why
     * @throws ExplainedException if signing in to a registry fails
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
            if (config.path(HELPERS) instanceof ObjectNode helpers) {
                helpers.remove(host);
            }
            auths.putObject(host).put(AUTH, signIn.credentials().basic());
        });
        simplify(config);
        warnOfOtherForms(config, warnings);
        properties.setProperty(property, config.toString());
    }

    /** Removes what is no login, and writes logins in the docker CLI's form if they can be written so. */
    private static void simplify(ObjectNode config) {
        config.retain(AUTHS, STORE, HELPERS);
        if (config.path(STORE).asText("").isEmpty()) {
            config.remove(STORE);
        }
        if (config.path(HELPERS).isEmpty()) {
            config.remove(HELPERS);
        }
        for (Iterator<JsonNode> logins = config.path(AUTHS).elements(); logins.hasNext(); ) {
            JsonNode login = logins.next();
            if (TOKENS.stream().allMatch(token -> text(login, token).isEmpty())) {
                String auth = auth(login);
                if (auth.isEmpty()) {
                    logins.remove();
                } else {
                    ((ObjectNode) login).removeAll().put(AUTH, auth);
                }
            }
        }
    }

    /** Returns the user name and password in base64; empty if there is no password. */
    private static String auth(JsonNode login) {
        String password = text(login, "password");
        if (!text(login, AUTH).isEmpty() || password.isEmpty()) {
            return text(login, AUTH);
        }
        return new RegistryCredentials(text(login, "username"), new Secret(password)).basic();
    }

    private void warnOfOtherForms(ObjectNode config, Consumer<String> warnings) {
        List<String> others = new ArrayList<>();
        Stream.of(STORE, HELPERS).filter(config::has).forEach(others::add);
        config.path(AUTHS).properties().stream()
                .filter(login -> login.getValue().size() != 1
                        || decoded(login.getValue()).indexOf(':') < 1)
                .forEach(login -> others.add("a login to " + login.getKey() + " of another form"));
        if (!others.isEmpty()) {
            warnings.accept("only Testcontainers can use property '" + property + "': the variable " + VARIABLE
                    + " of the build has " + String.join(", ", others)
                    + ", and so the docker CLI and compose ignore all of it. If they pull, write each login of the"
                    + " variable as " + FORM + "; docker takes credsStore and credHelpers from its config.json, too");
        }
    }

    /** Returns the logins of the build's environment, which a CI system may have set. */
    private Optional<ObjectNode> ofEnvironment(Set<String> ownHosts, Consumer<String> warnings) {
        Optional<String> text = environment.variable(VARIABLE);
        Optional<ObjectNode> config = text.flatMap(DockerAuthProperty::config);
        config.ifPresent(given -> given.path(AUTHS).forEach(DockerAuthProperty::rememberSecrets));
        if (text.isEmpty()) {
            warnOfHiddenLogins(ownHosts, warnings);
        } else if (config.isEmpty()) {
            warnings.accept("cannot read the variable " + VARIABLE + ": it is not JSON of the form " + FORM
                    + ". Its logins are not in property '" + property + "'");
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
            warnings.accept("Testcontainers does not read " + file.file() + " where it gets property '" + property
                    + "' as " + VARIABLE + ", and so has no login to " + String.join(", ", hosts)
                    + ". If it pulls from there, set " + VARIABLE
                    + " for the build: the property keeps the logins that it has. Or pull these images from ECR, by"
                    + " <mirrors>");
        }
    }

    private static void rememberSecrets(JsonNode login) {
        SECRETS.forEach(name -> KnownSecrets.add(text(login, name)));
        String decoded = decoded(login);
        KnownSecrets.add(decoded.substring(decoded.indexOf(':') + 1));
    }

    /** Returns the user name and password of {@code auth}; empty if it is not base64. */
    private static String decoded(JsonNode login) {
        try {
            return new String(Base64.getDecoder().decode(text(login, AUTH)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String text(JsonNode login, String name) {
        return login.path(name).asText("");
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
