package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.testing.Environments;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileLocationTest {
    /** A backslash is a separator on Windows only. */
    @ParameterizedTest
    @CsvSource({
        "Linux,      ~/aws,        /home/me/aws",
        "Linux,      ~\\aws,       ~\\aws",
        "Windows 11, ~/aws,        /home/me/aws",
        "Windows 11, ~\\aws,       /home/me/aws",
        "Windows 11, ~other\\aws,  ~other\\aws",
    })
    void aTildeIsTheHomeDirectory(String system, String value, String file) {
        var variables = Map.of("AWS_CONFIG_FILE", value, "HOME", "/home/me", "USERPROFILE", "/home/me");
        var location = new ConfigFileLocation(Environments.of(variables, Map.of("os.name", system)));

        assertThat(location.config()).isEqualTo(Path.of(file));
    }
}
