package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two modules of a build need the same image, and each loads the plugin in its own class loader. */
@Timeout(60)
class BuildImageCacheTest {
    private static final String ENGINE = "Docker 28.5.2 at unix:///var/run/docker.sock";
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final ImageToPull APP = image("app:1");

    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache = new ConcurrentHashMap<>();
    private final AtomicInteger provided = new AtomicInteger();

    @Test
    void theSecondModuleGetsTheImageOfTheFirst() throws InterruptedException {
        PresentImage first = get(false, PullState.ALREADY_PRESENT);
        PresentImage second = get(false, PullState.ALREADY_PRESENT);

        assertThat(first.fromOtherModule()).isFalse();
        assertThat(second).isEqualTo(new PresentImage(first.image(), PullState.ALREADY_PRESENT, true, true));
        assertThat(provided).hasValue(1);
    }

    @Test
    void aModuleWaitsForThePullOfAnotherModule() throws Exception {
        var pulling = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        CompletableFuture<PresentImage> first = run(() -> new BuildImageCache(cache).get(ENGINE, APP, true, () -> {
            pulling.countDown();
            await(end);
            return provide(PullState.PULLED);
        }));
        pulling.await();
        CompletableFuture<PresentImage> second = run(() -> get(true, PullState.PULLED));

        Thread.sleep(100);
        assertThat(second).isNotDone();
        end.countDown();

        assertThat(first.get().fromOtherModule()).isFalse();
        assertThat(second.get().fromOtherModule()).isTrue();
        assertThat(provided).hasValue(1);
    }

    @Test
    void afterAFailedPullTheNextModulePullsAgain() throws InterruptedException {
        assertThatThrownBy(() -> new BuildImageCache(cache).get(ENGINE, APP, true, () -> {
                    throw new IllegalStateException("no such tag");
                }))
                .hasMessage("no such tag");

        assertThat(get(true, PullState.PULLED).fromOtherModule()).isFalse();
    }

    @Test
    void anImageThatWasOnlyFoundIsPulledForAModuleThatAlwaysPulls() throws InterruptedException {
        get(false, PullState.ALREADY_PRESENT);

        assertThat(get(true, PullState.UP_TO_DATE).fromOtherModule()).isFalse();
        assertThat(get(true, PullState.UP_TO_DATE).fromOtherModule()).isTrue();
        assertThat(get(false, PullState.ALREADY_PRESENT).fromOtherModule()).isTrue();
        assertThat(provided).hasValue(2);
    }

    @Test
    void anImageIsKnownOnceAnotherModuleHasMadeItPresent() throws InterruptedException {
        assertThat(known(false)).isEmpty();

        PresentImage found = get(false, PullState.ALREADY_PRESENT);
        assertThat(known(false).map(PresentImage::image)).contains(found.image());
        assertThat(known(true)).isEmpty();

        PresentImage pulled = get(true, PullState.UP_TO_DATE);
        assertThat(known(true)).contains(new PresentImage(pulled.image(), PullState.UP_TO_DATE, true, true));
    }

    @Test
    void anImageIsNotKnownWhileAnotherModulePullsItNorAfterItsFailure() throws InterruptedException {
        assertThatThrownBy(() -> new BuildImageCache(cache).get(ENGINE, APP, true, () -> {
                    assertThat(known(false)).isEmpty();
                    throw new IllegalStateException("no such tag");
                }))
                .hasMessage("no such tag");

        assertThat(known(false)).isEmpty();
    }

    @Test
    void afterARemovalAnImageIsLookedForAgain() throws InterruptedException {
        get(false, PullState.PULLED);

        new BuildImageCache(cache).forget("Docker 20.10 at tcp://127.0.0.1:2375");
        assertThat(get(false, PullState.PULLED).fromOtherModule()).isTrue();

        new BuildImageCache(cache).forget(ENGINE);
        assertThat(get(false, PullState.PULLED).fromOtherModule()).isFalse();
    }

    @Test
    void imagesOfOtherEnginesOrTagsAreNotShared() throws InterruptedException {
        get(false, PullState.PULLED);

        assertThat(get("Podman 5.8.6 at unix:///run/podman/podman.sock", APP).fromOtherModule())
                .isFalse();
        assertThat(get(ENGINE, image("app:2")).fromOtherModule()).isFalse();
    }

    private Optional<PresentImage> known(boolean always) {
        return new BuildImageCache(cache).known(ENGINE, APP, always);
    }

    private PresentImage get(boolean always, PullState outcome) throws InterruptedException {
        return new BuildImageCache(cache).get(ENGINE, APP, always, () -> provide(outcome));
    }

    private PresentImage get(String engine, ImageToPull image) throws InterruptedException {
        return new BuildImageCache(cache).get(engine, image, false, () -> provide(PullState.PULLED));
    }

    private PresentImage provide(PullState outcome) {
        String id = "sha256:" + provided.incrementAndGet();
        List<String> digests = outcome == PullState.ALREADY_PRESENT ? List.of() : List.of("a@" + id, "b@" + id);
        return new PresentImage(new LocalImage(id, "linux", "arm", "v7", 12, List.of(), digests), outcome, true, false);
    }

    private static ImageToPull image(String name) {
        return new ImageToPull(
                new EngineNames(ImageReference.parse(HOST + "/" + name), null, null),
                EcrRegistry.parse(HOST),
                null,
                PullPolicy.IF_NOT_PRESENT,
                null);
    }

    private static CompletableFuture<PresentImage> run(Task task) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Task {
        PresentImage run() throws InterruptedException;
    }
}
