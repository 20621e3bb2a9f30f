package io.github.ecrmaven.mojo;

import io.github.ecrmaven.Display;
import io.github.ecrmaven.PlainDisplay;
import io.github.ecrmaven.ProgressTable;
import io.github.ecrmaven.PullSnapshot;
import io.github.ecrmaven.PullSnapshot.Row;
import io.github.ecrmaven.image.ImageReference;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/** Shows how a run goes below the last line of the log, and draws it again and again in its place. */
final class LiveDisplay implements Display {
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Supplier<Terminal> open;
    private final PlainDisplay instead;
    private final Thread freezing = new Thread(this::freeze, "ecr-display");
    private Terminal terminal;
    private org.jline.utils.Display region;
    private List<AttributedString> drawn = List.of();
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
            Size size = terminal.getSize();
            region.resize(size.getRows(), size.getColumns());
            draw(new ProgressTable(now, size.getColumns() - 1, size.getRows() - 1)
                    .lines().stream().map(AttributedString::new).toList());
        }
    }

    private void begin() {
        try {
            terminal = open.get();
            region = new org.jline.utils.Display(terminal, false);
            Runtime.getRuntime().addShutdownHook(freezing);
        } catch (IllegalStateException e) {
            plain = true;
        }
    }

    /** Leaves the cursor in an empty line below, where whoever prints next begins. */
    private void draw(List<AttributedString> lines) {
        List<AttributedString> withCursor = new ArrayList<>(lines);
        withCursor.add(AttributedString.EMPTY);
        region.update(withCursor, lines.size() * (terminal.getSize().getColumns() + 1));
        terminal.flush();
        drawn = lines;
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
        List<AttributedString> before = drawn;
        erase();
        line.run();
        draw(before);
    }

    private void erase() {
        region.update(List.of(), 0);
        terminal.flush();
        region.reset();
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
