package io.github.ecrmaven.mojo;

import org.apache.maven.plugin.logging.Log;

/**
 * Maven's log, which gets every line in the form of {@link GoalText}.
 *
 * @param log Maven's
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
        log.debug(text(content), RedactedException.of(error));
    }

    @Override
    public void debug(Throwable error) {
        log.debug(RedactedException.of(error));
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
        log.info(text(content), RedactedException.of(error));
    }

    @Override
    public void info(Throwable error) {
        log.info(RedactedException.of(error));
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
        log.warn(text(content), RedactedException.of(error));
    }

    @Override
    public void warn(Throwable error) {
        log.warn(RedactedException.of(error));
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
        log.error(text(content), RedactedException.of(error));
    }

    @Override
    public void error(Throwable error) {
        log.error(RedactedException.of(error));
    }
}
