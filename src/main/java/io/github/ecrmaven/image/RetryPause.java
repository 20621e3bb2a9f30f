package io.github.ecrmaven.image;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The pause before something is tried again; it doubles with each retry. */
public final class RetryPause {
    private static final Duration FIRST = Duration.ofSeconds(1);

    private RetryPause() {}

    /**
     * Says why and when there is another try, and waits for that: between a half of the pause and all of it, so that
     * many builds that failed together do not return together.
     *
     * @param said what failed
     * @param retry from 1 to {@code most}
     * @param log takes one line
     */
    public static void take(String said, int retry, int most, Consumer<String> log) throws InterruptedException {
        long longest = FIRST.toMillis() << (retry - 1);
        long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        log.accept(String.format(
                Locale.ROOT, "%s; trying again in %.1f s (retry %d of %d)", said, millis / 1e3, retry, most));
        Thread.sleep(millis);
    }
}
