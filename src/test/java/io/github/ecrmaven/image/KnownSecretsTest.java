package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownSecretsTest {
    private static final String SECRET = "wJalr/XUtn+FEMI?K7MDENG";

    @ParameterizedTest
    @MethodSource("forms")
    void aSecretIsRedactedInEachForm(String form) {
        KnownSecrets.begin();
        try {
            assertThat(new Secret(SECRET).reveal()).isEqualTo(SECRET);

            assertThat(KnownSecrets.redact("it says '" + form + "'"))
                    .contains("(hidden)")
                    .doesNotContain(form);
        } finally {
            KnownSecrets.end();
        }
    }

    static Stream<String> forms() {
        byte[] login = ("AWS:" + SECRET).getBytes(StandardCharsets.UTF_8);
        byte[] alone = SECRET.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(login),
                Base64.getEncoder().withoutPadding().encodeToString(alone),
                Base64.getUrlEncoder().encodeToString(alone));
    }

    @Test
    void aShortSecretIsNotRedacted() {
        KnownSecrets.begin();
        try {
            KnownSecrets.add("latest");

            assertThat(KnownSecrets.redact("the tag latest")).isEqualTo("the tag latest");
        } finally {
            KnownSecrets.end();
        }
    }

    @Test
    void allSecretsAreDeletedWhenTheLastGoalEnds() {
        KnownSecrets.begin();
        KnownSecrets.begin();
        KnownSecrets.add(SECRET);
        KnownSecrets.end();
        assertThat(KnownSecrets.redact(SECRET)).isEqualTo("(hidden)");

        KnownSecrets.end();
        assertThat(KnownSecrets.redact(SECRET)).isEqualTo(SECRET);
    }
}
