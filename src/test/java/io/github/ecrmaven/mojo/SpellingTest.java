package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> WORDS = List.of("images", "platform", "profile", "pullPolicy", "sessionToken");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "pullPolcy,      pullPolicy",
                "PullPolicy,     pullPolicy",
                "session-token,  sessionToken",
                "session_tokens, sessionToken",
                "image,          images",
                "imgs,           images",
                "plattform,      platform",
                "profil,         profile",
                "email,          -",
                "timeout,        -",
                "httpHeaders,    -",
            })
    void suggestsASimilarWord(String word, String meant) {
        assertThat(Spelling.meant(word, WORDS).orElse(null)).isEqualTo(meant);
    }
}
