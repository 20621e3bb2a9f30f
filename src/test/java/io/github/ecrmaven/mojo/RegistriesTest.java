package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which registries images can be in, and which credentials are used for each of them. */
class RegistriesTest {
    private static final String IRELAND = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String VIRGINIA = "210987654321.dkr.ecr.us-east-1.amazonaws.com";
    private static final String ROLE = "arn:aws:iam::123456789012:role/pull";
    private static final String OTHER_ROLE = "arn:aws:iam::210987654321:role/other";
    private static final URI LOCALSTACK = URI.create("http://localhost:4566");

    private final Settings settings = new Settings();
    private final List<Map<String, String>> entries = new ArrayList<>();
    private CredentialParameters goal = parameters(null, null);

    @BeforeEach
    void readSettings() {
        settings.addServer(server("ci"));
        settings.addServer(server(VIRGINIA));
    }

    @Test
    void anEntryPrecedesTheCredentialsOfTheGoalForItsHostOnly() {
        goal = parameters("goal", null);
        entry(IRELAND, "profile", "ireland");

        assertThat(access(IRELAND).source()).hasToString("AWS profile 'ireland'");
        assertThat(access(VIRGINIA).source()).hasToString("AWS profile 'goal'");
    }

    @ParameterizedTest
    @CsvSource({
        "*,                             true",
        "*.amazonaws.com,               true",
        "123456789012.*,                true",
        "*.dkr.ecr.eu-*.amazonaws.com,  true",
        "*.dkr.ecr.us-*.amazonaws.com,  false",
        "123456789012,                  false",
        "*xamazonaws.com,               false"
    })
    void aStarMatchesAnyPartOfAHost(String pattern, boolean matches) {
        goal = parameters("goal", null);
        entry(pattern, "profile", "entry");

        assertThat(access(IRELAND).source()).hasToString("AWS profile '" + (matches ? "entry" : "goal") + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012.DKR.ecr.eu-west-1.amazonaws.com",
                "123456789012.dkr.ecr.EU-*.amazonaws.com",
                "*.AmazonAWS.com"
            })
    void theCaseOfAHostDoesNotMatter(String host) {
        entry(host, "profile", "entry");

        assertThat(access(IRELAND).source()).hasToString("AWS profile 'entry'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://" + IRELAND, IRELAND + "/team", "https://*", IRELAND + ":port", "a?.example.com"})
    void anEntryWithMoreThanAHostIsAnError(String host) {
        entry(host, "profile", "entry");

        assertThatThrownBy(() -> registries(null, null))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("bad <registry> '" + host + "': write the host alone, such as " + IRELAND
                        + ", with * for any part of it");
    }

    @Test
    void theExactHostPrecedesPatternsAndTheFirstPatternPrecedesOthers() {
        entry("*.amazonaws.com", "profile", "first");
        entry("*", "profile", "second");
        entry(IRELAND, "profile", "exact");

        assertThat(access(IRELAND).source()).hasToString("AWS profile 'exact'");
        assertThat(access(VIRGINIA).source()).hasToString("AWS profile 'first'");
    }

    @Test
    void anEntryCanHaveItsOwnServerOrKey() {
        entry(IRELAND, "serverId", "ci");
        entry(VIRGINIA, "accessKeyId", "AKIAENTRY", "secretAccessKey", "entry secret");

        assertThat(access(IRELAND).source()).hasToString("access key of settings.xml server 'ci'");
        assertThat(access(VIRGINIA).source()).hasToString("access key of registry '" + VIRGINIA + "'");
    }

    @Test
    void aRoleIsAssumedWithTheCredentialsOfTheSameEntry() {
        goal = parameters("goal", ROLE);
        entry(IRELAND, "profile", "entry", "roleArn", OTHER_ROLE);

        assertThat(access(IRELAND).source()).hasToString("role " + OTHER_ROLE + " assumed with AWS profile 'entry'");
        assertThat(access(VIRGINIA).source()).hasToString("role " + ROLE + " assumed with AWS profile 'goal'");
    }

    @Test
    void aRoleOfAnEntryIsAssumedWithTheCredentialsOfTheGoal() {
        goal = parameters("goal", ROLE);
        entry(IRELAND, "roleArn", OTHER_ROLE);

        assertThat(access(IRELAND).source()).hasToString("role " + OTHER_ROLE + " assumed with AWS profile 'goal'");
    }

    @Test
    void aRoleOfTheGoalIsAssumedWithTheServerOfTheRegistryOrTheDefaultChain() {
        goal = parameters(null, ROLE);

        assertThat(access(VIRGINIA).source())
                .hasToString("role " + ROLE + " assumed with access key of settings.xml server '" + VIRGINIA + "'");
        assertThat(access(IRELAND).source()).hasToString("role " + ROLE + " assumed with AWS default chain");
    }

    @Test
    void anEntryWithoutCredentialsUsesThoseOfTheGoal() {
        goal = parameters("goal", ROLE);
        entry(IRELAND, "endpoint", LOCALSTACK);

        assertThat(access(IRELAND).source()).hasToString("role " + ROLE + " assumed with AWS profile 'goal'");
        assertThat(access(IRELAND).endpoint()).isEqualTo(LOCALSTACK);
    }

    @Test
    void aTokenCannotAssumeARole() {
        settings.getServer("ci").setUsername("AWS");
        settings.getServer("ci").setPassword("eyJwYXlsb2FkIjoi");
        entry(IRELAND, "serverId", "ci", "roleArn", ROLE);

        assertThatThrownBy(() -> access(IRELAND))
                .hasMessage("roleArn of registry '" + IRELAND + "' cannot be assumed with the ECR token of settings.xml"
                        + " server 'ci', which can only pull: set an access key or a profile");
    }

    @Test
    void anyHostCanBeDeclaredAsARegistryOfEcr() {
        entry("localhost:4566", "region", "us-east-1");
        entry("*.localstack.cloud:4566", "region", "eu-west-1", "endpoint", LOCALSTACK);

        assertThat(registries(null, null).registry("localhost:4566"))
                .isEqualTo(EcrRegistry.declared("localhost:4566", "us-east-1"));
        assertThat(registries(null, null).registry("000000000000.dkr.ecr.localhost.localstack.cloud:4566"))
                .isEqualTo(EcrRegistry.declared("000000000000.dkr.ecr.localhost.localstack.cloud:4566", "eu-west-1"));
    }

    @Test
    void aDeclaredHostWithoutARegionUsesThatOfTheGoalOrTheAwsSettings() {
        entry("registry.example.com", "profile", "dev");

        assertThat(registries("eu-west-1", null)
                        .registry("registry.example.com")
                        .region())
                .isEqualTo("eu-west-1");
        assertThat(registries(null, null).registry("registry.example.com").region())
                .isNull();
    }

    /** A token of AWS must not be sent to any host that an image names. */
    @ParameterizedTest
    @CsvSource({"docker.io", "localhost:4566", "amazonaws.com"})
    void aHostThatIsNotDeclaredIsRefused(String host) {
        entry("*", "profile", "dev");

        assertThatThrownBy(() -> registries("us-east-1", null).registry(host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + host + "' is not a registry of ECR");
    }

    @Test
    void aRegionForAllHostsRequiresAnEndpoint() {
        entry("*", "region", "us-east-1");

        assertThatThrownBy(() -> registries(null, null))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("region of registry '*' would send AWS tokens to any registry: write the full host,"
                        + " or set endpoint too");
    }

    @Test
    void theGoalsEndpointAndRegionMakeAnyHostARegistry() {
        assertThat(registries("us-east-1", LOCALSTACK).registry("localhost:4566"))
                .isEqualTo(EcrRegistry.declared("localhost:4566", "us-east-1"));
    }

    @Test
    void aRegionThatContradictsTheHostIsAnErrorExceptInAPattern() {
        entry(IRELAND, "region", "us-east-1");
        entry("*.amazonaws.com", "region", "eu-central-1");

        assertThatThrownBy(() -> registries(null, null).registry(IRELAND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("its <registry> declares region 'us-east-1', but its host is in eu-west-1: leave out"
                        + " <region>");
        assertThat(registries(null, null).registry(VIRGINIA).region()).isEqualTo("us-east-1");
    }

    @Test
    void twoEntriesForAHostAreAnError() {
        entry(IRELAND, "profile", "one");
        entry(IRELAND, "profile", "other");

        assertThatThrownBy(() -> registries(null, null))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("two entries of <registries> are for '" + IRELAND + "': keep one of them");
    }

    @Test
    void anEntryWithoutAHostIsAnError() {
        entry(null, "profile", "one");

        assertThatThrownBy(() -> registries(null, null))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("a <registry> has no <host>: name the registry's host, or write * for a part of it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                 | build |    |      | externalId of registry 'h' is for a role, but roleArn is not set: add it, or leave out externalId
                 |       | me |      | roleSessionName of registry 'h' is for a role, but roleArn is not set: add it, or leave out roleSessionName
                 |       |    | 900  | duration of registry 'h' is for a role, but roleArn is not set: add it, or leave out duration
            pull |       |    |      | bad role of registry 'h': 'pull' is not the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME
            arn:aws:iam::123456789012:user/x   | | |    | bad role of registry 'h': 'arn:aws:iam::123456789012:user/x' is not the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME
            arn:aws:iam::123456789012:role/x   | | | 1h | duration '1h' of registry 'h' is not a number of seconds
            arn:aws:iam::123456789012:role/x   | | | 60 | bad role of registry 'h': the session of arn:aws:iam::123456789012:role/x cannot last 60 seconds: a role allows 900 to 43200
            arn:aws:iam::123456789012:role/x   | | | 43201 | bad role of registry 'h': the session of arn:aws:iam::123456789012:role/x cannot last 43201 seconds: a role allows 900 to 43200
            """)
    void anInvalidRoleIsAnError(String arn, String externalId, String session, String duration, String message) {
        entry("h", "roleArn", arn, "externalId", externalId, "roleSessionName", session, "duration", duration);

        assertThatThrownBy(() -> registries(null, null))
                .isInstanceOf(ExplainedException.class)
                .hasMessage(message);
    }

    private RegistryAccess access(String host) {
        Registries registries = registries(null, null);
        return registries.access(registries.registry(host));
    }

    private Registries registries(String region, URI endpoint) {
        return new Registries(
                entries.stream().map(DeclaredRegistry::of).toList(),
                goal,
                region,
                endpoint,
                new SettingsServers(settings, MavenDecrypter.get()));
    }

    private void entry(String host, Object... namesAndValues) {
        Map<String, String> entry = new HashMap<>();
        entry.put("host", host);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entry.put(namesAndValues[i].toString(), Objects.toString(namesAndValues[i + 1], null));
        }
        entries.add(entry);
    }

    private static CredentialParameters parameters(String profile, String roleArn) {
        return new CredentialParameters(
                "the goal's parameters",
                null,
                null,
                null,
                profile,
                null,
                new RoleParameters(roleArn, null, null, null).role("the goal's parameters"));
    }

    private static Server server(String id) {
        var server = new Server();
        server.setId(id);
        server.setUsername("AKIASERVER");
        server.setPassword("its secret");
        return server;
    }
}
