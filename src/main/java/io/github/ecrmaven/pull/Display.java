package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ImageReference;
import java.time.Duration;
import java.util.function.Consumer;

/** Shows the progress of a run of pulls. Thread-safe. */
public interface Display extends AutoCloseable {
    /** Returns how often {@link #show} is called. */
    Duration period();

    /** Shows the progress. */
    void show(PullSnapshot now);

    /** Shows that the pull of an image begins. */
    void begun(ImageReference image);

    /** Writes a line to a log on the same terminal without damage to what is shown. */
    void print(String line, Consumer<String> log);

    /** Removes the progress from the screen; printed lines stay. */
    @Override
    void close();
}
