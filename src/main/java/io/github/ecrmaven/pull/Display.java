package io.github.ecrmaven.pull;

import io.github.ecrmaven.image.ImageReference;
import java.time.Duration;

/** Shows people how a run of pulls goes. Its methods may be called from any thread. */
public interface Display extends AutoCloseable {
    /** Returns after what time it wants to show the run again. */
    Duration period();

    /** Shows how far the run is. */
    void show(PullSnapshot now);

    /** Shows that an image is being pulled from now on. */
    void begun(ImageReference image);

    /** Lets a line of the log be printed, so that it does not get in the way of what is shown. */
    void print(Runnable line);

    /** Takes away what is shown; what was printed stays. */
    @Override
    void close();
}
