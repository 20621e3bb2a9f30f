package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;
import java.util.List;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which credentials a goal uses for a registry, and which combinations it refuses. */
class CredentialParametersTest {
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    private final Settings settings = new Settings();
    private SettingsServers servers;

    @BeforeEach
    void readSettings() {
        servers = new SettingsServers(settings, MavenDecrypter.get());
        settings.addServer(server(REGISTRY, "AKIAHOST"));
        settings.addServer(server("ci", "AKIACI"));
    }

    @Test
    void theKeyOfTheGoalPrecedesTheServerOfTheRegistry() {
        var parameters = parameters("AKIA", "secret", "token", null, null);

        assertThat(source(parameters, REGISTRY))
                .isEqualTo(new AccessKey("AKIA", new Secret("secret"), new Secret("token"), "the goal's parameters"))
                .hasToString("access key of the goal's parameters");
    }

    @Test
    void theProfileOfTheGoalPrecedesTheServerOfTheRegistry() {
        var parameters = parameters(null, null, null, "dev", null);

        assertThat(source(parameters, REGISTRY)).isEqualTo(new Profile("dev")).hasToString("AWS profile 'dev'");
    }

    @Test
    void serverIdPrecedesTheServerOfTheRegistry() {
        var parameters = parameters(null, null, null, null, "ci");

        assertThat(source(parameters, REGISTRY))
                .isEqualTo(new AccessKey("AKIACI", new Secret("its secret"), null, "settings.xml server 'ci'"));
    }

    @Test
    void withoutParametersTheServerOfTheRegistryIsUsed() {
        var parameters = parameters(null, null, null, null, null);

        assertThat(source(parameters, REGISTRY)).hasToString("access key of settings.xml server '" + REGISTRY + "'");
    }

    @Test
    void withoutParametersAndServerTheDefaultChainIsUsed() {
        var parameters = parameters(null, null, null, null, null);

        assertThat(source(parameters, "210987654321.dkr.ecr.eu-west-1.amazonaws.com"))
                .isInstanceOf(DefaultChain.class);
    }

    @Test
    void aBlankParameterIsNotSet() {
        var parameters = parameters("", null, null, " ", "ci");

        assertThat(source(parameters, REGISTRY)).hasToString("access key of settings.xml server 'ci'");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            AKIA,   secret, ,      dev, ,   accessKeyId and profile of the goal's parameters are set together
            AKIA,   secret, ,      ,    ci, accessKeyId and serverId of the goal's parameters are set together
            ,       ,       ,      dev, ci, profile and serverId of the goal's parameters are set together
            AKIA,   ,       ,      dev, ci, accessKeyId and profile and serverId of the goal's parameters are set together
            AKIA,   ,       ,      ,    ,   secretAccessKey of the goal's parameters is missing
            ,       secret, ,      ,    ,   accessKeyId of the goal's parameters is missing
            ,       ,       token, ,    ,   accessKeyId of the goal's parameters is missing
            """)
    void refusesContradictoryOrIncompleteCredentials(
            String id, String secret, String token, String profile, String serverId, String reason) {
        assertThatThrownBy(() -> parameters(id, secret, token, profile, serverId))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith(reason);
    }

    private static CredentialParameters parameters(
            String id, String secret, String token, String profile, String serverId) {
        return new CredentialParameters(
                "the goal's parameters",
                id,
                secret == null ? null : new Secret(secret),
                token == null ? null : new Secret(token),
                profile,
                serverId,
                null);
    }

    private CredentialSource source(CredentialParameters parameters, String host) {
        return new Registries(List.of(), parameters, null, null, servers)
                .access(EcrRegistry.parse(host))
                .source();
    }

    private static Server server(String id, String username) {
        var server = new Server();
        server.setId(id);
        server.setUsername(username);
        server.setPassword("its secret");
        return server;
    }
}
