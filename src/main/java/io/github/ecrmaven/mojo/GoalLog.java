package io.github.ecrmaven.mojo;

import org.apache.maven.plugin.logging.Log;

/**
 * Maven's log, to which every line goes as {@link GoalText} has it.
 *
 * @param log of Maven
 */
record GoalLog(Log log) implements Log {
    private static String text(CharSequence content) {
        return GoalText.of(String.valueOf(content));
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public void debug(CharSequence content) {
        log.debug(text(content));
    }

    @Override
    public void debug(CharSequence content, Throwable error) {
        log.debug(text(content), ShownFailure.of(error));
    }

    @Override
    public void debug(Throwable error) {
        log.debug(ShownFailure.of(error));
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    @Override
    public void info(CharSequence content) {
        log.info(text(content));
    }

    @Override
    public void info(CharSequence content, Throwable error) {
        log.info(text(content), ShownFailure.of(error));
    }

    @Override
    public void info(Throwable error) {
        log.info(ShownFailure.of(error));
    }

    @Override
    public boolean isWarnEnabled() {
        return log.isWarnEnabled();
    }

    @Override
    public void warn(CharSequence content) {
        log.warn(text(content));
    }

    @Override
    public void warn(CharSequence content, Throwable error) {
        log.warn(text(content), ShownFailure.of(error));
    }

    @Override
    public void warn(Throwable error) {
        log.warn(ShownFailure.of(error));
    }

    @Override
    public boolean isErrorEnabled() {
        return log.isErrorEnabled();
    }

    @Override
    public void error(CharSequence content) {
        log.error(text(content));
    }

    @Override
    public void error(CharSequence content, Throwable error) {
        log.error(text(content), ShownFailure.of(error));
    }

    @Override
    public void error(Throwable error) {
        log.error(ShownFailure.of(error));
    }
}
