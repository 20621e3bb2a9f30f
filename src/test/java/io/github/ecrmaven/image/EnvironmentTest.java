package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Linux      | HOME=/github/home                  | /github/home
            Linux      | HOME=/github/home USERPROFILE=/win | /github/home
            Mac OS X   | HOME=/Users/dev                    | /Users/dev
            Linux      | HOME=                              | /home/java
            Linux      | ''                                 | /home/java
            Windows 11 | HOME=/c/git USERPROFILE=/Users/dev | /Users/dev
            Windows 11 | HOME=/c/git                        | /home/java
            """)
    void theHomeVariablePrecedesTheSystemProperty(String system, String variables, String home) {
        Map<String, String> environment = Arrays.stream(variables.split(" ", -1))
                .filter(variable -> variable.contains("="))
                .collect(Collectors.toMap(
                        variable -> variable.substring(0, variable.indexOf('=')),
                        variable -> variable.substring(variable.indexOf('=') + 1)));
        var properties = Map.of("os.name", system, "user.home", "/home/java");

        assertThat(new Environment(environment, properties::get).home()).isEqualTo(Path.of(home));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void findsAProgramInThePathOfTheBuild(@TempDir Path first, @TempDir Path second) throws IOException {
        Files.createDirectory(first.resolve("aws"));
        Files.writeString(first.resolve("ssh"), "not executable");
        for (String name : List.of("aws", "ssh")) {
            assertThat(Files.createFile(second.resolve(name)).toFile().setExecutable(true))
                    .isTrue();
        }
        var variables = Map.of("PATH", "/nowhere::" + first + ":" + second);
        var linux = new Environment(variables, Map.of("os.name", "Linux")::get);
        var windows = new Environment(variables, Map.of("os.name", "Windows 11")::get);

        assertThat(linux.program("aws")).isEqualTo(second + "/aws");
        assertThat(linux.program("ssh")).isEqualTo(second + "/ssh");
        assertThat(linux.program("docker")).isEqualTo("docker");
        assertThat(linux.program("./aws")).isEqualTo("./aws");
        assertThat(windows.program("aws")).isEqualTo("aws");
    }
}
