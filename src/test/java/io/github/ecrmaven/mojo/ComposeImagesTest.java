package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.compose.ComposeProject;
import io.github.ecrmaven.compose.ComposeService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images of a compose project the goals use. In these tests, those in the registry {@code ecr}. */
class ComposeImagesTest {
    @Test
    void usesTheImagesInEcr() {
        ComposeImages images = images(service("db", "ecr/db:1", null, false), service("web", "ecr/web:1", null, false));

        assertThat(images.images()).extracting(ImageParameter::id).containsExactly("db", "web");
        assertThat(images.leftAlone()).isEmpty();
        assertThat(images.notes()).isEmpty();
    }

    @Test
    void listsTheOtherImagesInOneLine() {
        ComposeImages images = images(
                service("cache", "redis:7", "always", false),
                service("mail", "mailhog:1", null, true),
                service("own", "ecr/own:1", null, true),
                service("local", "ecr/local:1", "never", true),
                service("tool", "ecr/tool:1", "build", false));

        assertThat(images.images()).isEmpty();
        assertThat(images.leftAlone())
                .contains(
                        "Compose services left alone, as their images are neither in ECR nor mirrored there: cache (redis:7), mail"
                                + " (mailhog:1); as compose builds them: own (ecr/own:1), local (ecr/local:1), tool (ecr/tool:1)");
    }

    @ParameterizedTest
    @CsvSource({
        "always,         Always",
        "missing,        IfNotPresent",
        "if_not_present, IfNotPresent",
    })
    void aPullPolicyAppliesEvenIfTheServiceIsBuilt(String policy, String expected) {
        assertThat(images(service("own", "ecr/own:1", policy, true)).images())
                .extracting("pullPolicy")
                .containsExactly(expected);
    }

    @Test
    void reportsAnUnknownPullPolicy() {
        ComposeImages images = images(service("db", "ecr/db:1", "daily", false));

        assertThat(images.images()).extracting("pullPolicy").containsOnlyNulls();
        assertThat(images.notes())
                .containsExactly("compose.yaml, line 1: pull_policy 'daily' of this service is not known here: the"
                        + " goal's pullPolicy applies");
    }

    /** Its registry is unknown, so it could be in ECR. */
    @Test
    void anInvalidImageDueToAnUnsetVariableIsNotLeftAlone() {
        ComposeImages images =
                images(new ComposeService("db", "/db:", null, null, false, "compose.yaml, line 1", "not set"));

        assertThat(images.leftAlone()).isEmpty();
        assertThatThrownBy(() -> images.images().get(0).reference()).hasMessage("not set");
    }

    @Test
    void anImageOfThePomIsNotAddedAgain() {
        var declared = ImageParameter.of("localhost/db");

        assertThat(images(
                                service("db", "localhost/db:latest", null, false),
                                service("web", "localhost/web", null, false))
                        .addTo(List.of(declared)))
                .extracting(ImageParameter::toString)
                .containsExactly("localhost/db", "localhost/web");
    }

    /** After the pull by digest, the image has the tag that compose looks for. */
    @Test
    void anImageWithADigestInThePomIsNotAddedByItsTag() {
        var declared = ImageParameter.of("localhost/db:16@sha256:" + "0123456789abcdef".repeat(4));

        assertThat(images(service("db", "localhost/db:16", null, false), service("old", "localhost/db:15", null, false))
                        .addTo(List.of(declared)))
                .extracting(ImageParameter::toString)
                .containsExactly(declared.toString(), "localhost/db:15");
    }

    private static ComposeImages images(ComposeService... services) {
        return ComposeImages.of(
                new ComposeProject(List.of(services), List.of()),
                image -> image.startsWith("ecr/") || image.startsWith("localhost/"));
    }

    private static ComposeService service(String name, String image, String policy, boolean isBuilt) {
        return new ComposeService(name, image, null, policy, isBuilt, "compose.yaml, line 1", null);
    }
}
