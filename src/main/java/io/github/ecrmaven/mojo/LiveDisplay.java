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
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** Shows how a run goes below the last line of the log, and draws it again and again in its place. */
final class LiveDisplay implements Display {
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Size USUAL = Size.of(80, 24);
    private static final Duration MEASURED_ANEW_AFTER = Duration.ofSeconds(1);

    private final Supplier<Terminal> open;
    private final PlainDisplay instead;
    private final Thread freezing = new Thread(this::freeze, "ecr-display");
    private Terminal terminal;
    private Size size;
    private long measured;
    private List<String> drawn = List.of();
    private boolean plain;
    private boolean ended;

    /**
     * Prepares the display; a terminal is opened when there is something to show.
     *
     * @param open opens it, or throws an {@link IllegalStateException} where there is none that can be drawn on
     * @param instead is used then
     */
    LiveDisplay(Supplier<Terminal> open, PlainDisplay instead) {
        this.open = open;
        this.instead = instead;
    }

    @Override
    public synchronized Duration period() {
        return plain ? instead.period() : PERIOD;
    }

    @Override
    public synchronized void show(PullSnapshot now) {
        if (terminal == null && !plain && !ended && now.rows().stream().anyMatch(Row::isActive)) {
            begin();
        }
        if (plain) {
            instead.show(now);
        } else if (terminal != null && !ended) {
            draw(new ProgressTable(now, size().getColumns() - 1, size().getRows() - 1).lines());
        }
    }

    /**
     * Asking for it starts a program of the system; a terminal that does not know its size is taken for a usual one.
     */
    private Size size() {
        long now = System.nanoTime();
        if (size == null || now - measured >= MEASURED_ANEW_AFTER.toNanos()) {
            Size told = terminal.getSize();
            size = told.getColumns() < 2 || told.getRows() < 2 ? USUAL : told;
            measured = now;
        }
        return size;
    }

    private void begin() {
        try {
            terminal = open.get();
            Runtime.getRuntime().addShutdownHook(freezing);
        } catch (IllegalStateException e) {
            plain = true;
        }
    }

    /** Writes over what is drawn, and leaves the cursor below, where whoever prints next begins. */
    private void draw(List<String> lines) {
        toFirstLine();
        for (String line : lines) {
            terminal.writer().print(line);
            terminal.puts(Capability.clr_eol);
            terminal.writer().print('\n');
        }
        terminal.puts(Capability.clr_eos);
        terminal.flush();
        drawn = lines;
    }

    /** The terminal may be narrower than when the lines were drawn: then each takes several by now. */
    private void toFirstLine() {
        int columns = size().getColumns();
        int height = drawn.stream()
                .mapToInt(line -> Math.max(1, (line.length() + columns - 1) / columns))
                .sum();
        terminal.puts(Capability.carriage_return);
        if (height > 0) {
            terminal.puts(Capability.parm_up_cursor, height);
        }
    }

    @Override
    public synchronized void begun(ImageReference image) {
        if (plain) {
            instead.begun(image);
        }
    }

    @Override
    public synchronized void print(Runnable line) {
        if (terminal == null || ended) {
            line.run();
            return;
        }
        List<String> before = drawn;
        erase();
        line.run();
        draw(before);
    }

    private void erase() {
        toFirstLine();
        terminal.puts(Capability.clr_eos);
        terminal.flush();
        drawn = List.of();
    }

    /** The program ends in the middle of a run: what is drawn stays, and nothing more is. */
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
            Runtime.getRuntime().removeShutdownHook(freezing);
            terminal.close();
        } catch (IOException | IllegalStateException e) {
            // The terminal is gone, or the program is ending: there is nothing left to be shown.
        }
    }
}
