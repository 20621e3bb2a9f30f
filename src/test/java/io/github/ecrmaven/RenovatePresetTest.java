package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The preset with which Renovate updates lock files. Its regular expressions mean the same in RE2, which Renovate uses,
 * and in Java. Renovate searches a whole file, so {@code ^} matches only the beginning of the file.
 */
class RenovatePresetTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private JsonNode preset;
    private JsonNode manager;
    private Pattern line;

    @BeforeEach
    void readPreset() throws IOException {
        preset =
                new ObjectMapper().readTree(Path.of("renovate", "ecr-lock.json").toFile());
        manager = preset.path("customManagers").path(0);
        line = Pattern.compile(manager.path("matchStrings").path(0).asText());
    }

    @Test
    void findsEachImageOfALockFile() throws IOException {
        String lockFile = Files.readString(Path.of("src", "test", "resources", "contract", "ecr.lock"));

        assertThat(found(lockFile))
                .containsExactly(
                        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app 1.4 sha256:" + "2".repeat(64),
                        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/db 16 " + DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres:16,                      postgres 16",
        "quay.io/keycloak/keycloak:26,     quay.io/keycloak/keycloak 26",
        "localhost:5000/team/app:1.4-rc_1, localhost:5000/team/app 1.4-rc_1",
    })
    void findsImagesByTheirOwnNamesAndWithPorts(String image, String nameAndTag) {
        assertThat(found(image + "@" + DIGEST + "\n")).containsExactly(nameAndTag + " " + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"# postgres:16@", "postgres@", "see postgres:16@"})
    void ignoresOtherLines(String beginning) {
        assertThat(found("# a comment\n" + beginning + DIGEST + "\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ecr.lock, true", "db/ecr.lock, true", "ecr.lock.orig, false", "myecr.lock, false", "ecrxlock, false"})
    void matchesLockFiles(String file, boolean expected) {
        String pattern = manager.path("managerFilePatterns").path(0).asText();

        assertThat(Pattern.compile(pattern.substring(1, pattern.length() - 1))
                        .matcher(file)
                        .find())
                .isEqualTo(expected);
    }

    /** The name and the tag are also in the POM, and must not differ. */
    @Test
    void changesOnlyDigests() {
        JsonNode rule = preset.path("packageRules").path(0);

        assertThat(rule.path("enabled").isBoolean()).isTrue();
        assertThat(rule.path("enabled").asBoolean()).isFalse();
        assertThat(rule.path("matchFileNames").path(0).asText()).isEqualTo("**/ecr.lock");
        assertThat(rule.path("matchUpdateTypes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("major", "minor", "patch", "rollback", "replacement");
    }

    private List<String> found(String file) {
        return line.matcher(file)
                .results()
                .map(match -> match.group(1) + " " + match.group(2) + " " + match.group(3))
                .toList();
    }
}
