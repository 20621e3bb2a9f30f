package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.Environments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CredentialSourceTest {
    private static final String SECRET = "wJalrXUtnFEMI";
    private static final String TOKEN = "IQoJb3JpZ2luX2Vj";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    @Test
    void ignoresWhiteSpaceAroundAToken() {
        assertThat(new EcrToken(new Secret(TOKEN + "\r\n"), "the test"))
                .isEqualTo(new EcrToken(new Secret(TOKEN), "the test"));
    }

    @Test
    void noSourceShowsItsSecret() {
        assertThat(List.of(
                        new AccessKey("AKIAEXAMPLE", new Secret(SECRET), new Secret(TOKEN), "the test"),
                        new EcrToken(new Secret(TOKEN), "the test"),
                        new Profile("dev"),
                        new DefaultChain("profile")))
                .extracting(CredentialSource::toString)
                .containsExactly(
                        "access key of the test", "ECR token of the test", "AWS profile 'dev'", "AWS default chain");
        var key = new AccessKey("AKIAEXAMPLE", new Secret(SECRET), new Secret(TOKEN), "the test");
        var access = new RegistryAccess(EcrRegistry.declared("localhost", "eu-west-1"), key, null);
        try (var session = new AwsSession(registry -> access, Environments.ofJvm(), List.of(), line -> {})) {
            assertThat(session.resolve(access)).hasToString("access key of the test");
        }
    }
}
