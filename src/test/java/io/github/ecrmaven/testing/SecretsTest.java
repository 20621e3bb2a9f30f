package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    /** A secret that base64 and base64url encode differently. */
    private static final String SECRET = "wJalrXUtnFEMI/K7M~~~>>>???DENG+bPxRfiCY";

    @TempDir
    private Path folder;

    @Test
    void findsNoSecretInAFileWithoutSecrets() throws IOException {
        write("[DEBUG] wJalrXUtnFEMI/K7M and " + base64("AWS:another password") + "\n");

        assertThatCode(this::search).doesNotThrowAnyException();
    }

    @Test
    void findsASecretInClearText() throws IOException {
        write("[DEBUG] <" + SECRET + ">\n");

        assertThatThrownBy(this::search).isInstanceOf(AssertionError.class).hasMessageContaining(" (clear) in ");
    }

    @Test
    void findsASecretInAUrl() throws IOException {
        write("GET /?token=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&more\n");

        assertThatThrownBy(this::search).isInstanceOf(AssertionError.class).hasMessageContaining(" (URL-encoded) in ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECRET", "AWS:SECRET", "a:SECRET\n", "ab:SECRET:cd", "{\"password\":\"SECRET\"}"})
    void findsASecretInBase64WhateverIsAroundIt(String text) throws IOException {
        String bytes = text.replace("SECRET", SECRET);
        write("Authorization: Basic " + base64(bytes) + "\n");

        assertThatThrownBy(this::search).isInstanceOf(AssertionError.class).hasMessageContaining(" (base64) in ");

        write("X-Registry-Auth: " + Base64.getUrlEncoder().encodeToString(bytes.getBytes(StandardCharsets.UTF_8))
                + "\n");

        assertThatThrownBy(this::search).isInstanceOf(AssertionError.class).hasMessageContaining(" (base64url) in ");
    }

    @Test
    void ignoresTheCommandLineThatMaven4Prints() throws IOException {
        write("Command line: java -Decr.secretAccessKey=" + SECRET + "\n[DEBUG] \n");

        assertThatCode(this::search).doesNotThrowAnyException();

        write("[DEBUG] Command line: java -Decr.secretAccessKey=" + SECRET + "\n");

        assertThatThrownBy(this::search).isInstanceOf(AssertionError.class);
    }

    @Test
    void refusesASecretThatIsTooShort() throws IOException {
        write("secret");

        assertThatThrownBy(() -> Secrets.assertAbsent(List.of("secret"), folder.toFile()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void search() {
        Secrets.assertAbsent(List.of("not in there at all", SECRET), folder.toFile());
    }

    private void write(String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("target")).resolve("build.log"), text);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
