package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two modules of a build, with the plugin from a class loader each, want the same image. */
@Timeout(60)
class SharedPullsTest {
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache = new ConcurrentHashMap<>();
    private final AtomicReference<String> inEngine = new AtomicReference<>();
    private final AtomicInteger pulls = new AtomicInteger();

    @Test
    void whoComesSecondDoesNotPull() throws InterruptedException {
        assertThat(pulledByAnother()).isFalse();
        assertThat(pulledByAnother()).isTrue();
        assertThat(pulls).hasValue(1);
    }

    @Test
    void whoComesDuringThePullWaitsForItsEnd() throws Exception {
        var pulling = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        CompletableFuture<Boolean> first = run(() -> pulledByAnother(() -> {
            pulling.countDown();
            end.await();
        }));
        pulling.await();
        CompletableFuture<Boolean> second = run(this::pulledByAnother);

        Thread.sleep(100);
        assertThat(second).isNotDone();
        end.countDown();

        assertThat(first.get()).isFalse();
        assertThat(second.get()).isTrue();
        assertThat(pulls).hasValue(1);
    }

    @Test
    void whoWaitsForAPullThatFailsPullsByItself() throws InterruptedException {
        assertThatThrownBy(() -> pulledByAnother(() -> {
                    throw new IllegalStateException("no such tag");
                }))
                .hasMessage("no such tag");

        assertThat(pulledByAnother()).isFalse();
        assertThat(inEngine).hasValue("id 2");
    }

    @Test
    void anImageThatAGoalHasRemovedInTheMeantimeIsPulledAgain() throws InterruptedException {
        pulledByAnother();
        inEngine.set(null);

        assertThat(pulledByAnother()).isFalse();
        assertThat(pulls).hasValue(2);
    }

    @Test
    void anImageWhoseTagIsAnothersInTheMeantimeIsPulledAgain() throws InterruptedException {
        pulledByAnother();
        inEngine.set("another");

        assertThat(pulledByAnother()).isFalse();
        assertThat(pulls).hasValue(2);
    }

    private boolean pulledByAnother() throws InterruptedException {
        return pulledByAnother(() -> {});
    }

    private boolean pulledByAnother(Step whilePulling) throws InterruptedException {
        return new SharedPulls(cache).pulledByAnother("app:1", () -> Optional.ofNullable(inEngine.get()), () -> {
            String id = "id " + pulls.incrementAndGet();
            take(whilePulling);
            inEngine.set(id);
            return id;
        });
    }

    private static CompletableFuture<Boolean> run(Question question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.ask();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void take(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private interface Question {
        boolean ask() throws InterruptedException;
    }
}
