package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.SafeMessage;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;

/** The message for an exception that nobody expected, which is a bug of the plugin. */
final class UnexpectedFailure {
    /** Where to report bugs: the {@code issueManagement} of the POM. */
    static final String ISSUES = "https://github.com/ecrmaven/ecr-maven-plugin/issues";

    private UnexpectedFailure() {}

    /** Returns which goal failed where and with what, and what to report. */
    static String of(Throwable failure, MojoExecution execution, MavenSession session) {
        StackTraceElement[] trace = failure.getStackTrace();
        String text = SafeMessage.isSafe(failure) ? ": " + SafeMessage.of(failure) : "";
        return "ecr:" + execution.getGoal() + " of "
                + session.getCurrentProject().getId() + " failed with "
                + failure.getClass().getName() + text + (trace.length == 0 ? "" : " at " + trace[0])
                + ". This is a bug of ecr-maven-plugin " + execution.getVersion()
                + ": report it at " + ISSUES + ", with the output of the same command with -e";
    }
}
