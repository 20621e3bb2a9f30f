package io.github.ecrmaven.mojo;

import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Keeps what a goal logs without {@code -X}, with a word before each warning. */
final class RecordedLog extends SystemStreamLog {
    private final List<String> lines;

    RecordedLog(List<String> lines) {
        this.lines = lines;
    }

    @Override
    public void debug(CharSequence line) {}

    @Override
    public void info(CharSequence line) {
        lines.add(line.toString());
    }

    @Override
    public void warn(CharSequence line) {
        lines.add("WARNING: " + line);
    }
}
