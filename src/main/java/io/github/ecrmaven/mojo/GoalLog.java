package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ImageReference;
import org.apache.maven.plugin.logging.Log;

/**
 * The log of a goal, which shows every line in the form of {@link GoalText}, and shortens the digests of its info
 * lines.
 *
 * @param log Maven's
 */
record GoalLog(Log log) {
    boolean isDebugEnabled() {
        return log.isDebugEnabled();
    }

    boolean isInfoEnabled() {
        return log.isInfoEnabled();
    }

    void debug(String line) {
        log.debug(GoalText.of(line));
    }

    void info(String line) {
        log.info(ImageReference.withShortDigests(GoalText.of(line)));
    }

    void warn(String line) {
        log.warn(GoalText.of(line));
    }
}
