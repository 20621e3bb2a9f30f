package io.github.ecrmaven.image;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The pause before something is tried again; it doubles with each retry, up to half a minute. */
public final class RetryPause {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** After as many retries the pause is the longest anyway; more would overflow. */
    private static final int DOUBLINGS = 5;

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
        take(said, retry, most, Duration.ZERO, log);
    }

    /**
     * As above, for the other side may have said when to come again.
     *
     * @param wanted the pause that the other side asks for; what is more than half a minute counts as that
     */
    public static void take(String said, int retry, int most, Duration wanted, Consumer<String> log)
            throws InterruptedException {
        long millis = millis(retry, wanted);
        log.accept(String.format(
                Locale.ROOT, "%s; trying again in %.1f s (retry %d of %d)", said, millis / 1e3, retry, most));
        Thread.sleep(millis);
    }

    static long millis(int retry, Duration wanted) {
        long longest = Math.min(FIRST.toMillis() << Math.min(retry - 1, DOUBLINGS), LONGEST.toMillis());
        long chosen = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        return wanted.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : Math.max(chosen, wanted.toMillis());
    }
}
