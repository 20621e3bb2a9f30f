package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The permissions of the GitHub workflows, and the code that they run. A CI job checks the rest with actionlint. */
class WorkflowsTest {
    private static final Pattern USES = Pattern.compile("uses: (.*)");
    private static final Pattern JOB = Pattern.compile("(?m)^  [a-z-]+:\n");

    /** Includes the issue forms and the configuration of Dependabot, which actionlint does not check. */
    @Test
    void eachFileIsYaml() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".github"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".yml")))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(
                            file -> new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
        }
    }

    /** A tag can be moved to other code, but a commit cannot. */
    @ParameterizedTest
    @MethodSource("workflows")
    void actionsArePinnedToCommits(Path workflow) throws IOException {
        assertThat(USES.matcher(Files.readString(workflow)).results().map(use -> use.group(1)))
                .isNotEmpty()
                .allMatch(use -> use.matches("[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void workflowsHaveReadPermissionsOnly(Path workflow) throws IOException {
        assertThat(Files.readString(workflow)).containsPattern("(?m)^permissions:( \\{}|\n  contents: read\n)(?!  )");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void jobsHaveATimeoutAndKeepNoTokenInTheCheckout(Path workflow) throws IOException {
        String text = Files.readString(workflow);
        List<String> jobs = Arrays.stream(JOB.split(text.substring(text.indexOf("\njobs:\n") + 7)))
                .skip(1)
                .toList();

        assertThat(jobs).isNotEmpty().allMatch(job -> job.contains("    timeout-minutes: "));
        assertThat(count(text, "uses: actions/checkout@")).isEqualTo(count(text, "persist-credentials: false"));
    }

    /** Text of others, such as the title of a pull request, must not become part of a command. */
    @ParameterizedTest
    @MethodSource("workflows")
    void commandsContainNoTextOfOthers(Path workflow) throws IOException {
        assertThat(Files.readString(workflow)).doesNotContain("github.event", "github.head_ref", "pull_request_target");
    }

    private static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            return files.sorted().toList();
        }
    }

    private static long count(String text, String part) {
        return Pattern.compile(part, Pattern.LITERAL)
                .matcher(text)
                .results()
                .map(MatchResult::start)
                .count();
    }
}
