package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.ProxyStandIn;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How goals show text of AWS and registries, and warnings about the connection to them. */
@MojoTest
@MojoParameter(name = "accessKeyId", value = GoalHarness.KEY_ID)
@MojoParameter(name = "secretAccessKey", value = GoalHarness.SECRET)
class OutsideTextInGoalsTest extends GoalHarness {
    /** Clears the screen, reverses the direction of text, and contains a command for GitHub's runners. */
    private static final String HOSTILE = "a\u001b[2Jb\u202Ec\r\n::add-mask::d";

    private static final String HARMLESS = "a [2Jb c ::add-mask::d";

    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);

    @BeforeEach
    void start() {
        aws.serve(registry);
        registry.push("team/app", "1.0", TestImage.oci("linux/amd64", 1, 1_000));
        property("images", registry.host() + "/team/app:1.0");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    @InjectMojo(goal = "lock")
    void theTextOfARegistryBecomesOneSafeLineOfLock(LockMojo lock) {
        registry.fail("/manifests/", Fault.status(404, "UNKNOWN", HOSTILE), Fault.ALWAYS);

        assertHarmless(lock);
    }

    @Test
    @InjectMojo(goal = "check")
    void theTextOfEcrBecomesOneSafeLineOfCheck(CheckMojo check) {
        aws.fail("BatchGetImage", Fault.status(400, "InvalidParameterException", HOSTILE), Fault.ALWAYS);

        assertHarmless(check);
    }

    private void assertHarmless(AbstractMojo goal) {
        assertThatThrownBy(() -> execute(goal))
                .isInstanceOf(MojoExecutionException.class)
                .hasMessageContaining(HARMLESS)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContainPattern("[\\p{Cc}\\u202e&&[^\n]]"))
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n::"));
        assertThat(log).noneSatisfy(line -> assertThat(line).containsPattern("[\\p{Cc}\\u202e]"));
    }

    /** Each request of each execution causes the warning. */
    @Test
    @MojoParameter(name = "endpoint", value = "http://ecr.internal")
    @InjectMojo(goal = "pull")
    void warnsOncePerBuildAboutAnEndpointWithoutTls(PullMojo pull) {
        try (var proxy = new ProxyStandIn()) {
            proxy.refuse(403);
            session.getSystemProperties().put("env.http_proxy", proxy.uri().toString());

            assertThatThrownBy(() -> execute(pull)).hasMessageContaining("HTTP status 403");
            assertThatThrownBy(() -> execute(pull)).hasMessageContaining("HTTP status 403");
        }

        assertThat(log)
                .filteredOn(line -> line.contains("unencrypted"))
                .singleElement()
                .asString()
                .startsWith("WARNING: The AWS endpoint http://ecr.internal is on another machine");
    }
}
