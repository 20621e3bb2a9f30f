package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "Always,       ALWAYS,         Always",
        "always,       ALWAYS,         Always",
        "IfNotPresent, IF_NOT_PRESENT, IfNotPresent",
        "ifnotpresent, IF_NOT_PRESENT, IfNotPresent",
        "NEVER,        NEVER,          Never",
        "' Never ',    NEVER,          Never"
    })
    void acceptsAnyCaseAndShowsTheFormOfKubernetes(String word, PullPolicy policy, String shown) {
        assertThat(PullPolicy.parse(word)).isEqualTo(policy).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "missing", "IF_NOT_PRESENT", "true"})
    void refusesAnyOtherWord(String word) {
        assertThatThrownBy(() -> PullPolicy.parse(word))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pull policy '" + word + "' is none of Always, IfNotPresent, Never");
    }

    @ParameterizedTest
    @CsvSource({
        "example.com/app,                ALWAYS",
        "example.com/app:latest,         ALWAYS",
        "example.com/app:1.0,            IF_NOT_PRESENT",
        "example.com/app@DIGEST,         IF_NOT_PRESENT",
        "example.com/app:latest@DIGEST,  IF_NOT_PRESENT"
    })
    void byDefaultLatestIsAlwaysPulledAndOthersIfNotPresent(String reference, PullPolicy policy) {
        ImageReference image = ImageReference.parse(reference.replace("DIGEST", "sha256:" + "0".repeat(64)));

        assertThat(PullPolicy.defaultFor(image)).isEqualTo(policy);
    }
}
