package io.github.ecrmaven.check;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    private static final CheckReport EMPTY = new CheckReport(null, List.of(), List.of());

    @Test
    void throwsNothingWithoutProblems() {
        assertThatCode(EMPTY::throwIfAnyProblem).doesNotThrowAnyException();
    }

    @Test
    void theOnlyProblemIsTheFailure() {
        assertThatThrownBy(CheckReport.of(List.of("no container engine"))::throwIfAnyProblem)
                .isInstanceOf(ExplainedException.class)
                .hasMessage("no container engine");
    }

    @Test
    void severalProblemsAreAList() {
        assertThatThrownBy(CheckReport.of(List.of("no container engine", "app: no such tag"))::throwIfAnyProblem)
                .isInstanceOf(ExplainedException.class)
                .hasMessage("2 problems:\n  - no container engine\n  - app: no such tag");
    }
}
