package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ClassPreloadTest {
    private final CountDownLatch working = new CountDownLatch(1);
    private final AtomicBoolean loaded = new AtomicBoolean();

    @Test
    void classesAreLoadedWhileTheGoalWorks() {
        ClassPreload.during(this::loadOnceTheGoalWorks, working::countDown);

        assertThat(loaded).isTrue();
    }

    @Test
    void aFailedGoalWaitsUntilTheClassesAreLoaded() {
        assertThatThrownBy(() -> ClassPreload.during(this::loadOnceTheGoalWorks, () -> {
                    working.countDown();
                    throw new IllegalStateException("bad reference");
                }))
                .hasMessage("bad reference");

        assertThat(loaded).isTrue();
    }

    @Test
    void aFailureToLoadIsIgnored() {
        ClassPreload.during(
                () -> {
                    throw new NoClassDefFoundError("Missing");
                },
                () -> loaded.set(true));

        assertThat(loaded).isTrue();
    }

    /** Starts when the goal has started, and takes longer than the goal. */
    private void loadOnceTheGoalWorks() {
        try {
            boolean began = working.await(10, TimeUnit.SECONDS);
            Thread.sleep(50);
            loaded.set(began);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
