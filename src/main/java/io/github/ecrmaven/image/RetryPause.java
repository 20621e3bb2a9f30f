package io.github.ecrmaven.image;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Waits before a retry: exponential backoff with jitter, up to 30 seconds. */
public final class RetryPause {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    /** After this number of retries the pause is the longest anyway. */
    private static final int DOUBLINGS = 5;

    private RetryPause() {}

    /**
     * Logs the reason for the retry and the pause, and waits. The pause is a random part of its maximum, at least one
     * half, so that many builds that failed at the same time do not retry at the same time.
     *
     * @param reason what failed
     * @param retry the number of the retry, from 1 to {@code most}
     * @param wanted the minimum pause that the other side asks for; more than 30 seconds counts as 30 seconds
     * @param log receives one line
     */
    public static void sleep(String reason, int retry, int most, Duration wanted, Consumer<String> log)
            throws InterruptedException {
        long millis = millis(retry, wanted);
        log.accept(String.format(
                Locale.ROOT, "%s; trying again in %.1f s (retry %d of %d)", reason, millis / 1e3, retry, most));
        Thread.sleep(millis);
    }

    static long millis(int retry, Duration wanted) {
        long longest = Math.min(FIRST.toMillis() << Math.min(retry - 1, DOUBLINGS), MAX_PAUSE.toMillis());
        long chosen = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
        return wanted.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE.toMillis() : Math.max(chosen, wanted.toMillis());
    }
}
