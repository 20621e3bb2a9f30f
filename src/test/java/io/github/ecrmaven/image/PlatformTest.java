package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            linux/amd64,    linux,   amd64,   -
            linux/arm64/v8, linux,   arm64,   v8
            linux/arm/v7,   linux,   arm,     v7
            linux/riscv64,  linux,   riscv64, -
            windows/amd64,  windows, amd64,   -
            """)
    void readsAPlatformAndShowsItAsWritten(String text, String os, String architecture, String variant) {
        Platform platform = Platform.parse(text);

        assertThat(platform).isEqualTo(new Platform(os, architecture, variant)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "linux/x86_64, linux/amd64",
        "linux/x86-64, linux/amd64",
        "linux/i386, linux/386",
        "linux/aarch64, linux/arm64"
    })
    void acceptsOtherNamesOfArchitectures(String text, String platform) {
        assertThat(Platform.parse(text)).hasToString(platform);
    }

    @Test
    void ignoresWhiteSpace() {
        assertThat(Platform.parse(" linux/arm64\n")).hasToString("linux/arm64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "linux", "arm64", "linux/", "/arm64", "linux/arm64/v8/x", "Linux/amd64", "linux arm64"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("platform '" + text + "' is not os/architecture[/variant], such as linux/arm64");
    }

    @ParameterizedTest
    @CsvSource({
        "linux/arm64,    linux,   arm64, true",
        "linux/arm64/v8, linux,   arm64, true",
        "linux/arm64,    linux,   amd64, false",
        "linux/amd64,    windows, amd64, false"
    })
    void matchesByOperatingSystemAndArchitecture(String text, String os, String architecture, boolean matches) {
        assertThat(Platform.parse(text).matches(os, architecture)).isEqualTo(matches);
    }
}
