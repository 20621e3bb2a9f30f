package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.SafeMessage;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;

/** Says that a goal ended by an exception which nobody foresaw. */
final class Defect {
    /** Where defects are reported, as the POM's {@code issueManagement} has it. */
    static final String ISSUES = "https://github.com/ecrmaven/ecr-maven-plugin/issues";

    private Defect() {}

    /** What was being done, where, what failed, and what to report. */
    static String of(Throwable failure, MojoExecution execution, MavenSession session) {
        StackTraceElement[] trace = failure.getStackTrace();
        String text = SafeMessage.isSafe(failure) ? ": " + SafeMessage.of(failure) : "";
        return "ecr:" + execution.getGoal() + " of "
                + session.getCurrentProject().getId() + " ended by "
                + failure.getClass().getName() + text + (trace.length == 0 ? "" : " at " + trace[0])
                + ". This is a defect of ecr-maven-plugin " + execution.getVersion()
                + ": report it at " + ISSUES + ", with the output of the same command with -e";
    }
}
