package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.KnownSecrets;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Environments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The property that passes registry credentials to other plugins, and its messages. */
class DockerAuthPropertyTest {
    private static final EcrRegistry ONE = EcrRegistry.parse("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
    private static final EcrRegistry TWO = EcrRegistry.parse("210987654321.dkr.ecr.eu-west-1.amazonaws.com");
    private static final EcrRegistry PUBLIC = EcrRegistry.parse("public.ecr.aws");
    private static final String PROPERTY = "ecr.dockerAuth";
    private static final String UNTIL = " until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC";

    @RegisterExtension
    final AwsSettings awsSettings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final Properties properties = new Properties();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private CredentialSource source = new CredentialSource.AccessKey("AKIA", new Secret("secret"), null, "the test");

    @TempDir
    private Path home;

    @BeforeEach
    void start() {
        variables.put("HOME", home.toString());
        aws.accept("AKIA", "secret");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void hasTheFormatOfDockersConfig() {
        fill(ONE);

        String password = aws.passwords().iterator().next();
        String auth = Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
        assertThat(properties.getProperty(PROPERTY))
                .isEqualTo("{\"auths\":{\"" + ONE.host() + "\":{\"auth\":\"" + auth + "\"}}}");
    }

    @Test
    void registriesOfOnePrincipalShareAToken() {
        fill(ONE, TWO);

        assertThat(logins().values()).containsExactlyElementsOf(List.of(login(), login()));
        assertThat(aws.calls("GetAuthorizationToken")).hasSize(1);
        assertThat(log)
                .last()
                .asString()
                .matches("Credentials for " + ONE.host() + ", " + TWO.host() + " are in property 'ecr.dockerAuth'"
                        + UNTIL);
    }

    @Test
    void logsNoCredentials() {
        fill(ONE);

        assertThat(String.join("\n", log))
                .doesNotContain(aws.passwords())
                .doesNotContain(properties.getProperty(PROPERTY));
        assertThat(warnings).isEmpty();
    }

    @Test
    void anEcrTokenHasNoExpiry() {
        source = new CredentialSource.EcrToken(new Secret("ready/token"), "the test");

        fill(ONE);

        assertThat(logins()).containsExactly(Map.entry(ONE.host(), "AWS:ready/token"));
        assertThat(log).last().isEqualTo("Credentials for " + ONE.host() + " are in property 'ecr.dockerAuth'");
    }

    @Test
    void omitsAnonymousRegistries() {
        source = new CredentialSource.DefaultChain("nothing");
        awsSettings.set("aws.disableEc2Metadata", "true");

        fill(PUBLIC);

        assertThat(properties).containsExactly(Map.entry(PROPERTY, "{\"auths\":{}}"));
        assertThat(log).last().isEqualTo("No credentials are in property 'ecr.dockerAuth': no registry needs any");
    }

    @Test
    void addsToTheLoginsOfAnotherExecution() {
        fill(ONE);
        fill(TWO);

        assertThat(logins()).containsOnlyKeys(ONE.host(), TWO.host());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{\"auths\":7}", "{\"auths\":null}", "no JSON"})
    void replacesAnInvalidValue(String before) {
        properties.setProperty(PROPERTY, before);

        fill(ONE);

        assertThat(logins()).containsOnlyKeys(ONE.host());
    }

    @Test
    void keepsTheLoginsOfTheEnvironment() throws IOException {
        variables.put("DOCKER_AUTH_CONFIG", """
                {"auths": {"gitlab.example.com": {"auth": "%s"}, "https://%s": {"auth": "b2xk"}},
                 "credHelpers": {"%s": "ecr-login", "gcr.io": "gcloud"}, "credsStore": "desktop"}
                """.formatted(base64("ci:job-token-1"), ONE.host(), ONE.host()));

        KnownSecrets.begin();
        try {
            fill(ONE);
            assertThat(KnownSecrets.redact("job-token-1 " + base64("ci:job-token-1")))
                    .isEqualTo("(hidden) (hidden)");
        } finally {
            KnownSecrets.end();
        }

        assertThat(logins()).containsOnlyKeys("gitlab.example.com", ONE.host());
        assertThat(logins()).containsEntry("gitlab.example.com", "ci:job-token-1");
        JsonNode config = new ObjectMapper().readTree(properties.getProperty(PROPERTY));
        assertThat(config.path("credsStore").asText()).isEqualTo("desktop");
        assertThat(config.path("credHelpers")).hasToString("{\"gcr.io\":\"gcloud\"}");
        assertThat(warnings).containsExactly(warningOf("credsStore, credHelpers"));
    }

    /** The docker CLI ignores the whole variable if it contains anything other than {@code auth} of hosts. */
    @Test
    void isAcceptedByTheDockerCliWhateverTheEnvironmentHas() {
        variables.put("DOCKER_AUTH_CONFIG", """
                {"auths": {"https://index.docker.io/v1/": {}, "empty.example.com": {"auth": "", "email": "x@y"},
                           "none.example.com": null, "gitlab.example.com": {"auth": "Y2k6eA==", "email": "x@y"},
                           "plain.example.com": {"username": "ci", "password": "job-token-2"}},
                 "credHelpers": {"%s": "ecr-login"}, "credsStore": "", "HttpHeaders": {"User-Agent": "Docker"}}
                """.formatted(ONE.host()));

        KnownSecrets.begin();
        try {
            fill(ONE);
            assertThat(KnownSecrets.redact("job-token-2 " + base64("ci:job-token-2")))
                    .doesNotContain("job-token-2", base64("ci:job-token-2"));
        } finally {
            KnownSecrets.end();
        }

        assertThat(properties.getProperty(PROPERTY))
                .isEqualTo("""
                        {"auths":{"gitlab.example.com":{"auth":"Y2k6eA=="},"plain.example.com":{"auth":"%s"},\
                        "%s":{"auth":"%s"}}}""".formatted(base64("ci:job-token-2"), ONE.host(), base64(login())));
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"credsStore":"desktop"}                                              | credsStore
            {"credHelpers":{"gcr.io":"gcloud"}}                                   | credHelpers
            {"auths":{"a.azurecr.io":{"auth":"Zm9vOg==","identitytoken":"long"}}} | a login to a.azurecr.io of another form
            {"auths":{"a.example.com":{"auth":"bm8gY29sb24="}}}                   | a login to a.example.com of another form
            """)
    void warnsThatTheDockerCliIgnoresTheProperty(String variable, String other) throws IOException {
        variables.put("DOCKER_AUTH_CONFIG", variable);

        fill(ONE);

        assertThat(warnings).containsExactly(warningOf(other));
        JsonNode before = new ObjectMapper().readTree(variable);
        JsonNode after = new ObjectMapper().readTree(properties.getProperty(PROPERTY));
        assertThat(after.path("auths").properties())
                .containsAll(before.path("auths").properties());
        assertThat(after.path("credsStore")).isEqualTo(before.path("credsStore"));
        assertThat(after.path("credHelpers")).isEqualTo(before.path("credHelpers"));
    }

    private static String warningOf(String other) {
        return "only Testcontainers can use property 'ecr.dockerAuth': the variable DOCKER_AUTH_CONFIG of the build has "
                + other + ", and so the docker CLI and compose ignore all of it. If they pull, write each login of the"
                + " variable as {\"auths\":{\"HOST\":{\"auth\":\"...\"}}}; docker takes credsStore and credHelpers from its"
                + " config.json, too";
    }

    @Test
    void keepsTheLoginsOfTheEnvironmentOffline() {
        variables.put("DOCKER_AUTH_CONFIG", "{\"auths\":{\"gitlab.example.com\":{\"auth\":\"Y2k6eA==\"}}}");

        fill(true, ONE);

        assertThat(logins()).containsExactly(Map.entry("gitlab.example.com", "ci:x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"auths\":7}", "$DOCKER_AUTH"})
    void warnsAboutAnInvalidVariable(String text) {
        variables.put("DOCKER_AUTH_CONFIG", text);

        fill(ONE);

        assertThat(logins()).containsOnlyKeys(ONE.host());
        assertThat(warnings)
                .containsExactly(
                        "cannot read the variable DOCKER_AUTH_CONFIG: it is not JSON of the form"
                                + " {\"auths\":{\"HOST\":{\"auth\":\"...\"}}}. Its logins are not in property 'ecr.dockerAuth'");
    }

    @Test
    void warnsAboutLoginsThatTheVariableHides() throws IOException {
        Path file = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
        Files.writeString(file, """
                {"auths": {"https://index.docker.io/v1/": {}, "%s": {}}, "credHelpers": {"gcr.io": "gcloud"}}
                """.formatted(ONE.host()));

        fill(ONE);

        assertThat(warnings)
                .containsExactly("Testcontainers does not read " + file + " where it gets property 'ecr.dockerAuth' as"
                        + " DOCKER_AUTH_CONFIG, and so has no login to https://index.docker.io/v1/, gcr.io. If it pulls"
                        + " from there, set"
                        + " DOCKER_AUTH_CONFIG for the build: the property keeps the logins that it has. Or pull these"
                        + " images from ECR, by <mirrors>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"credsStore\": \"desktop\"}", "{\"auths\": {}}", "no JSON"})
    void doesNotWarnIfNoLoginIsHidden(String config) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve(".docker")).resolve("config.json"), config);

        fill(ONE);

        assertThat(warnings).isEmpty();
    }

    @Test
    void offlineItHasNoCredentials() {
        fill(true, ONE);

        assertThat(properties).containsExactly(Map.entry(PROPERTY, "{\"auths\":{}}"));
        assertThat(warnings)
                .containsExactly("Maven is offline: property 'ecr.dockerAuth' has no credentials, so its"
                        + " readers can only use images that the engine has");
        assertThat(log).isEmpty();
        assertThat(aws.calls()).isEmpty();
    }

    @Test
    void reportsTheFailureOfEachRegistry() {
        source = new CredentialSource.AccessKey("AKIA", new Secret("not-its-secret"), null, "the test");

        assertThatThrownBy(() -> fill(ONE, TWO))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("2 problems:\n  - no ECR authorization token for " + ONE.host()
                        + " with access key of the test: InvalidSignatureException: ")
                .hasMessageContaining("\n  - no ECR authorization token for " + TWO.host() + " with ")
                .hasMessageNotContaining("not-its-secret");
        assertThatThrownBy(() -> fill(ONE)).hasMessageStartingWith("no ECR authorization token for " + ONE.host());
        assertThat(properties).isEmpty();
    }

    private void fill(EcrRegistry... registries) {
        fill(false, registries);
    }

    private void fill(boolean offline, EcrRegistry... registries) {
        try (var client = new AwsSession(
                registry -> new RegistryAccess(registry, source, aws.endpoint()),
                Environments.ofJvm(),
                List.of(),
                warnings::add)) {
            var tokens = new AuthorizationTokens(client, new ConcurrentHashMap<>(), log::add, warnings::add);
            new DockerAuthProperty(PROPERTY, properties, Environments.of(variables, Map.of()))
                    .store(List.of(registries), tokens, offline, log::add, warnings::add);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String login() {
        return "AWS:" + aws.passwords().iterator().next();
    }

    /** Returns the decoded logins in the property by host. */
    private Map<String, String> logins() {
        try {
            return new ObjectMapper()
                    .readTree(properties.getProperty(PROPERTY)).path("auths").properties().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> decoded(entry.getValue())));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String decoded(JsonNode login) {
        byte[] auth = Base64.getDecoder().decode(login.path("auth").textValue());
        return new String(auth, StandardCharsets.UTF_8);
    }
}
