package io.github.ecrmaven.mojo;

import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Records the lines that a goal logs without {@code -X}. Each warning has the prefix "WARNING: ". */
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
