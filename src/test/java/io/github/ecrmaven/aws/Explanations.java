package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.image.ExplainedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What users see of a failure. */
public final class Explanations {
    private Explanations() {}

    /**
     * Returns the failure of a call: one line, and none of these secrets in it or in the causes that Maven prints with
     * {@code -e}.
     */
    public static ExplainedException of(ThrowingCallable call, String... secrets) {
        var failure = catchThrowableOfType(ExplainedException.class, call);
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure.getMessage()).doesNotContain("\n");
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(secrets);
        return failure;
    }
}
