package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ecrmaven.image.ExplainedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The failures that users see. */
public final class Explanations {
    private Explanations() {}

    /**
     * Returns the failure of a call. Asserts that its message is one line, and that the stack trace, which Maven prints
     * with {@code -e}, contains none of these secrets.
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
