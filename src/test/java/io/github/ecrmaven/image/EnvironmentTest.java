package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
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
    void theVariableOfTheSystemBeatsJavasProperty(String system, String variables, String home) {
        Map<String, String> environment = Arrays.stream(variables.split(" ", -1))
                .filter(variable -> variable.contains("="))
                .collect(Collectors.toMap(
                        variable -> variable.substring(0, variable.indexOf('=')),
                        variable -> variable.substring(variable.indexOf('=') + 1)));
        var properties = Map.of("os.name", system, "user.home", "/home/java");

        assertThat(new Environment(environment, properties::get).home()).isEqualTo(Path.of(home));
    }
}
