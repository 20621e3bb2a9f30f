package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class SecretTest {
    private final Secret secret = new Secret("wJalrXUtnFEMI");

    @Test
    void showsItsValueOnlyWhenRevealed() {
        assertThat(secret.reveal()).isEqualTo("wJalrXUtnFEMI");
        assertThat(secret).hasToString("(secret)");
    }

    @Test
    void registryCredentialsDoNotShowThePassword() {
        var credentials = new RegistryCredentials(RegistryCredentials.ECR_USERNAME, secret);

        assertThat(credentials).hasToString("RegistryCredentials[username=AWS, password=(secret)]");
    }

    @Test
    void secretsAreEqualByTheirValue() {
        assertThat(secret).isEqualTo(new Secret("wJalrXUtnFEMI")).hasSameHashCodeAs(new Secret("wJalrXUtnFEMI"));
        assertThat(secret).isNotEqualTo(new Secret("je7MtGbClwBF")).isNotEqualTo("wJalrXUtnFEMI");
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> new Secret(null));
    }
}
