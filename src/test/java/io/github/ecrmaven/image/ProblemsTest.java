package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.image.ExplainedException.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final Problems failures = new Problems();

    @Test
    void throwsNothingWithoutFailures() {
        failures.collect(() -> {});

        assertThatCode(() -> failures.throwIfAny(1, "pulled")).doesNotThrowAnyException();
    }

    @Test
    void theFailureOfTheOnlyImageIsThrownUnchanged() {
        var failure = ExplainedException.configuration("app is not there");
        collect(failure);

        assertThat(thrown(1)).isSameAs(failure);
    }

    @Test
    void oneFailureOfSeveralImagesIsCounted() {
        failures.collect(() -> {});
        collect(ExplainedException.configuration("app is not there"));

        assertThat(thrown(2)).hasMessage("1 of 2 images could not be pulled: app is not there");
    }

    @Test
    void aReasonThatImagesShareIsReportedOnce() {
        collect(ExplainedException.environment("no credentials", null));
        collect(ExplainedException.environment("no credentials", null));

        assertThat(thrown(3)).hasMessage("2 of 3 images could not be pulled: no credentials");
    }

    @Test
    void severalReasonsAreAListAndTheFirstIsTheCause() {
        var first = ExplainedException.environment("app: throttled", new IOException("429"));
        var second = ExplainedException.environment("db: denied", null);
        collect(first);
        collect(second);

        assertThat(thrown(2))
                .hasMessage("2 of 2 images could not be pulled:\n  - app: throttled\n  - db: denied")
                .hasCause(first)
                .hasSuppressedException(second);
    }

    @Test
    void aListWithinAListIsIndented() {
        collect(ExplainedException.environment("1 of 2 images could not be locked: app is absent", null));
        collect(ExplainedException.environment(
                "2 of 2 images could not be locked:\n  - app is absent\n  - db is", null));

        assertThat(catchThrowableOfType(ExplainedException.class, failures::throwIfAny))
                .hasMessage("2 problems:\n  - 1 of 2 images could not be locked: app is absent"
                        + "\n  - 2 of 2 images could not be locked:\n    - app is absent\n    - db is");
    }

    @Test
    void isAFaultOfTheConfigurationOnlyIfAllFailuresAre() {
        collect(ExplainedException.configuration("app: Never"));
        collect(ExplainedException.configuration("db: Never"));
        assertThat(thrown(2).fault()).isEqualTo(Fault.CONFIGURATION);

        collect(ExplainedException.environment("web: throttled", null));
        assertThat(thrown(3).fault()).isEqualTo(Fault.ENVIRONMENT);
    }

    @Test
    void aBugIsNotCollected() {
        assertThatIllegalStateException()
                .isThrownBy(() -> failures.collect(() -> {
                    throw new IllegalStateException("a bug");
                }));
    }

    private void collect(ExplainedException failure) {
        failures.collect(() -> {
            throw failure;
        });
    }

    private ExplainedException thrown(int total) {
        return catchThrowableOfType(ExplainedException.class, () -> failures.throwIfAny(total, "pulled"));
    }
}
