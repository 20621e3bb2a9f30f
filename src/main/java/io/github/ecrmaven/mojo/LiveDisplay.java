package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.pull.Display;
import io.github.ecrmaven.pull.PlainDisplay;
import io.github.ecrmaven.pull.ProgressTable;
import io.github.ecrmaven.pull.PullSnapshot;
import io.github.ecrmaven.pull.PullSnapshot.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Displays pull progress below the last line of the log, and redraws it in place. */
final class LiveDisplay implements Display {
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Size DEFAULT_SIZE = Size.of(80, 24);
    /** The length of what the log puts before a line. */
    private static final int LOG_PREFIX = "[WARNING] ".length();

    private static final Duration SIZE_VALID_FOR = Duration.ofSeconds(1);

    private final Supplier<Terminal> open;
    private final PlainDisplay fallback;
    private final Thread shutdownHook = new Thread(this::freeze, "ecr-display");
    private Terminal terminal;
    private Size size;
    private long measured;
    private List<String> drawn = List.of();
    private boolean plain;
    private boolean ended;

    /**
     * Prepares the display; a terminal is opened when there is something to show.
     *
     * @param open opens a terminal, or throws an {@link IllegalStateException} if there is none that can be drawn on
     * @param fallback the display that is used if there is none
     */
    LiveDisplay(Supplier<Terminal> open, PlainDisplay fallback) {
        this.open = open;
        this.fallback = fallback;
    }

    @Override
    public synchronized Duration period() {
        return plain ? fallback.period() : PERIOD;
    }

    @Override
    public synchronized void show(PullSnapshot now) {
        if (now.rows().stream().anyMatch(Row::isActive)) {
            begin();
        }
        if (plain) {
            fallback.show(now);
        } else if (terminal != null && !ended) {
            draw(new ProgressTable(now, size().getColumns() - 1, size().getRows() - 1).lines());
            terminal.flush();
        }
    }

    /** Cached, as it starts a program of the system. A terminal without a size gets the default size. */
    private Size size() {
        long now = System.nanoTime();
        if (size == null || now - measured >= SIZE_VALID_FOR.toNanos()) {
            Size reported = terminal.getSize();
            size = reported.getColumns() < 2 || reported.getRows() < 2 ? DEFAULT_SIZE : reported;
            measured = now;
        }
        return size;
    }

    private void begin() {
        if (terminal != null || plain || ended) {
            return;
        }
        try {
            terminal = open.get();
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            plain = true;
        }
    }

    /** Draws over the lines so far, and leaves the cursor below, where the next output begins. */
    private void draw(List<String> lines) {
        toFirstLine();
        for (String line : lines) {
            terminal.writer().print(line);
            terminal.puts(Capability.clr_eol);
            terminal.writer().print('\n');
        }
        terminal.puts(Capability.clr_eos);
        drawn = lines;
    }

    /** If the terminal has become narrower since the lines were drawn, each takes several lines now. */
    private void toFirstLine() {
        int height = drawn.stream().mapToInt(line -> height(line.length())).sum();
        terminal.puts(Capability.carriage_return);
        if (height > 0) {
            terminal.puts(Capability.parm_up_cursor, height);
        }
    }

    private int height(int length) {
        return Math.max(1, (length + size().getColumns() - 1) / size().getColumns());
    }

    @Override
    public synchronized void begun(ImageReference image) {
        begin();
        if (plain) {
            fallback.begun(image);
        }
    }

    @Override
    public synchronized void print(String line, Consumer<String> log) {
        if (terminal == null || ended) {
            log.accept(line);
            return;
        }
        List<String> table = drawn;
        makeRoom(line.lines()
                .mapToInt(part -> height(LOG_PREFIX + part.length()))
                .sum());
        log.accept(line);
        draw(table);
        terminal.flush();
    }

    /**
     * Moves the table down, so that it does not disappear while the log writes above it, if the terminal is that high.
     */
    private void makeRoom(int lines) {
        List<String> moved = Stream.concat(Stream.generate(() -> "").limit(lines), drawn.stream())
                .toList();
        if (moved.size() < size().getRows()) {
            draw(moved);
            toFirstLine();
            drawn = List.of();
            terminal.flush();
        } else {
            erase();
        }
    }

    private void erase() {
        toFirstLine();
        terminal.puts(Capability.clr_eos);
        terminal.flush();
        drawn = List.of();
    }

    /** When the JVM ends during a run, what is drawn stays. */
    private synchronized void freeze() {
        ended = true;
    }

    @Override
    public synchronized void close() {
        if (terminal == null || ended) {
            return;
        }
        erase();
        ended = true;
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // The terminal is closed, or the JVM is ending: nothing is left to do.
        }
    }
}
