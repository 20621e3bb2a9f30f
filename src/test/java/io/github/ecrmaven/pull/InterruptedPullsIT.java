package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.ImageRemover;
import io.github.ecrmaven.remove.RemovalLog;
import io.github.ecrmaven.remove.RemoveOptions;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.EngineImages;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Jvm;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pulls of eight images are killed at random moments. Then one removal of the pulled images leaves the engine as it was
 * before the first pull. The system property {@code interruptedPulls.rounds} sets the number of rounds.
 */
class InterruptedPullsIT {
    private static final int IMAGES = 8;
    private static final int IMAGES_ALWAYS = 3;
    private static final long SEED = 27;
    private static final int ROUNDS = Integer.getInteger("interruptedPulls.rounds", 4);
    private static final String PASSWORD = "a-password";

    private final Random random = new Random(SEED);
    private final RegistryStandIn registry = new RegistryStandIn(PASSWORD::equals);
    private final ContainerEngine engine = connect();
    private final String repository = "interrupted" + System.nanoTime();
    private final Set<String> ids = new HashSet<>();
    private int contents;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        EngineImages.lines(repository, ids).forEach(line -> EngineImages.delete(line.substring(0, line.indexOf(' '))));
        engine.close();
        registry.close();
    }

    @Test
    void oneRemovalLeavesTheEngineAsItWasBeforeTheFirstPull() throws Exception {
        // A pull takes about a second.
        registry.throttle(400_000);
        for (int round = 1; round <= ROUNDS; round++) {
            round(round);
        }
    }

    private void round(int round) throws Exception {
        for (int i = 0; i < IMAGES; i++) {
            push(i);
            if (random.nextInt(3) == 0) {
                pullOutsideThePlugin(i);
                if (random.nextBoolean()) {
                    push(i);
                }
            }
        }
        Set<String> before = EngineImages.lines(repository, ids);
        List<String> story = new ArrayList<>();
        for (int pulls = 1 + random.nextInt(3); pulls > 0; pulls--) {
            story.add(pull(List.of("INT", "TERM", "KILL", "none").get(random.nextInt(4)), random.nextInt(1_500)));
            if (random.nextInt(3) == 0) {
                push(random.nextInt(IMAGES));
            }
        }
        List<String> log = new ArrayList<>();

        new ImageRemover(
                        engine,
                        new BuildImageCache(new ConcurrentHashMap<>()),
                        new TagUsage(new ConcurrentHashMap<>(), folder.resolve("pulled.txt")),
                        new RemoveOptions(true, false, false, true),
                        new RemovalLog(log::add, log::add, log::add))
                .remove(
                        images(registry.host(), repository).stream()
                                .map(ImageToPull::names)
                                .toList(),
                        kept -> {});

        String what = "round " + round + " with seed " + SEED + ", pulls: " + story + ", log of the removal:\n  "
                + String.join("\n  ", log);
        assertThat(EngineImages.lines(repository, ids)).as(what).isEqualTo(before);
        assertThat(folder.resolve("pulled.txt")).as(what).doesNotExist();
        String others = String.join("\n", before);
        for (int i = 0; i < IMAGES; i++) {
            if (!others.contains(repository + "/" + i + ":1")) {
                String name = repository + "-" + i + ":it";
                assertThat(log).as(what).noneMatch(line -> line.contains(name) && line.contains("there before"));
            }
        }
    }

    private void push(int image) {
        registry.push(
                repository + "/" + image,
                "1",
                TestImage.docker(
                        "linux/amd64",
                        SEED * 1_000 + contents++ + registry.host().hashCode(),
                        150_000,
                        2_000));
    }

    private void pullOutsideThePlugin(int image) {
        String name = registry.host() + "/" + repository + "/" + image + ":1";
        engine.pull(
                ImageReference.parse(name), null, new RegistryCredentials("AWS", new Secret(PASSWORD)), layer -> {});
        // To find the image even after it has lost its name.
        ids.add(EngineImages.id(name).orElseThrow());
    }

    /** Pulls in a separate JVM, sends the signal to it after some milliseconds, and returns a description. */
    private String pull(String signal, int millis) throws IOException, InterruptedException {
        Process pull = Jvm.start(
                InterruptedPullsIT.class,
                Map.of(),
                registry.host(),
                repository,
                folder.resolve("pulled.txt").toString());
        try (var output = pull.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("pulling");
            if (!signal.equals("none")) {
                Thread.sleep(millis);
                new ProcessBuilder("kill", "-" + signal, String.valueOf(pull.pid()))
                        .start()
                        .waitFor();
            }
            String rest = output.lines().reduce("", (some, line) -> some + line);
            pull.waitFor();
            noteIds();
            // The engine stops the pull when it notices that the connection is closed.
            Thread.sleep(300);
            noteIds();
            return signal + " after " + millis + " ms" + (rest.isEmpty() ? "" : " (" + rest + ")");
        }
    }

    /** Notes the IDs of all images, to find them even after they have lost their names. */
    private void noteIds() {
        EngineImages.lines(repository, Set.of()).forEach(line -> ids.add(line.substring(0, line.indexOf(' '))));
    }

    private static List<ImageToPull> images(String host, String repository) {
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> new ImageToPull(
                        new EngineNames(
                                ImageReference.parse(host + "/" + repository + "/" + i + ":1"),
                                null,
                                i % 2 == 0 ? LocalTag.parse(repository + "-" + i + ":it") : null),
                        EcrRegistry.declared(host, "eu-west-1"),
                        null,
                        i < IMAGES_ALWAYS ? PullPolicy.ALWAYS : PullPolicy.IF_NOT_PRESENT,
                        null))
                .toList();
    }

    private static ContainerEngine connect() {
        return Engines.connect(Engines.here());
    }

    /** Pulls the images. The arguments are the registry host, the prefix of the repositories and the journal. */
    public static void main(String[] arguments) {
        List<ImageToPull> images = images(arguments[0], arguments[1]);
        var token = new EcrToken(new Secret(PASSWORD), "the test");
        try (var aws = SignIns.session(token, null)) {
            var puller = new OneModulePuller(
                    InterruptedPullsIT::connect,
                    new AuthorizationTokens(aws, new ConcurrentHashMap<>(), line -> {}, line -> {}),
                    new EcrImages(aws),
                    new ConcurrentHashMap<>(),
                    new TagUsage(new ConcurrentHashMap<>(), Path.of(arguments[2])),
                    new PullOptions(false, 4, 0, false, ContainerEngine.STALL_TIMEOUT, null),
                    new PlainDisplay(line -> {}),
                    line -> {});
            System.out.println("pulling");
            var failure = puller.pull(images).failure();
            System.out.println(failure == null ? "pulled" : failure.getMessage());
        }
    }
}
