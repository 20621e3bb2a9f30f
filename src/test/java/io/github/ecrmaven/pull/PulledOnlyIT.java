package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.remove.ImageRemover;
import io.github.ecrmaven.remove.JournalEntry;
import io.github.ecrmaven.remove.PullJournal;
import io.github.ecrmaven.remove.RemovalLog;
import io.github.ecrmaven.remove.RemoveOptions;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.EngineImages;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.TestImage;
import io.github.ecrmaven.testing.UnusedContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a removal with {@code pulledOnly}, a real engine has the same images as before the pulls. */
class PulledOnlyIT extends PullHarness {
    private static final RemoveOptions PULLED_ONLY = new RemoveOptions(true, false, false, true);

    private final String repository = "tidy/app" + seed;
    private final String localTag = "tidy-local" + seed + ":it";
    private final TestImage older = TestImage.docker("linux/amd64", seed, 2_000);
    private final TestImage newer = TestImage.docker("linux/amd64", seed + 1, 2_000);
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final String name = registry.host() + "/" + repository;
    private Platform platform;
    private ConcurrentMap<String, ConcurrentMap<String, Boolean>> build = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        registry.push(repository, "1", older);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPulledImageIsRemoved(boolean inAnotherRunOfMaven) {
        EngineNames app = image(":1", localTag);
        Set<String> before = engineImages();

        pull(app);
        assertThat(id(localTag)).isEqualTo(id(name + ":1"));
        if (inAnotherRunOfMaven) {
            startAnotherBuild();
        }
        remove(app);

        assertThat(engineImages()).isEqualTo(before).isEmpty();
        assertThat(log).contains("Untagged " + name + ":1", "Removed " + name + ":1");
        assertThat(folder.resolve("pulled.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1"})
    void anImageThatWasPulledByDigestIsRemoved(String tag) {
        EngineNames app = image(tag + "@" + older.digest(), localTag);

        pull(app);
        remove(app);

        assertThat(engineImages()).isEmpty();
    }

    /** In Docker's containerd store, the image of a platform in an index has its own ID. */
    @ParameterizedTest
    @ValueSource(strings = {"linux/amd64", "linux/arm64"})
    void anImageThatWasPulledForAPlatformIsRemoved(String text) {
        registry.push(repository, "1", TestImage.index(older, TestImage.docker("linux/arm64", seed + 1, 2_000)));
        platform = Platform.parse(text);

        pull(image(":1", localTag));
        assertThat(id(localTag)).isEqualTo(id(name + ":1"));
        startAnotherBuild();
        pull(image(":1", localTag), PullPolicy.ALWAYS);
        remove(image(":1", localTag));

        assertThat(engineImages()).isEmpty();
        assertThat(log).contains("Untagged " + localTag, "Removed " + name + ":1");
    }

    @Test
    void aPreexistingImageStaysAndLosesOnlyItsNewName() {
        pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        EngineNames app = image(":1", localTag);

        pull(app);
        assertThat(id(localTag)).isEqualTo(id(name + ":1"));
        remove(app);

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).contains(name + ":1 is kept: it was there before");
    }

    /** As when the goal runs in the root module after builds of single modules. */
    @Test
    void pullsOfSeveralModulesAreUndoneTogether() {
        pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        EngineNames app = image(":1", null);

        for (String module : List.of("one", "two")) {
            registry.push(repository, "1", TestImage.docker("linux/amd64", System.nanoTime(), 2_000));
            pull(module, PullPolicy.ALWAYS, app);
            startAnotherBuild();
        }
        log.clear();
        var all = names("").with(List.of(names("one"), names("two")));
        remover(all, PULLED_ONLY).remove(List.of(app), kept -> {});

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).containsOnlyOnce(name + ":1 names " + id(name + ":1") + " again, as it did before");
        assertThat(folder.resolve("one/pulled.txt")).doesNotExist();
        assertThat(folder.resolve("two/pulled.txt")).doesNotExist();
    }

    @Test
    void reportsOnceThatNoModulePulledAKeptImage() {
        pullOutsideThePlugin(":1");
        log.clear();

        remover(names("one").with(List.of(names("one"), names("two"))), PULLED_ONLY)
                .remove(List.of(image(":1", null)), kept -> {});

        assertThat(log)
                .containsExactly(name + ":1 is kept: neither " + folder.resolve("one/pulled.txt")
                        + " nor that of another module says that ecr:pull pulled it");
    }

    @Test
    void anUpToDateImageStays() {
        pullOutsideThePlugin(":1");
        Set<String> before = engineImages();

        pull(image(":1", null), PullPolicy.ALWAYS);
        assertThat(folder.resolve("pulled.txt")).doesNotExist();
        remove(image(":1", null));

        assertThat(engineImages()).isEqualTo(before);
    }

    @Test
    void aTagThatMovedIsRestored() {
        String earlier = pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        registry.push(repository, "1", newer);

        pull(image(":1", localTag), PullPolicy.ALWAYS);
        assertThat(id(name + ":1")).isNotEqualTo(earlier);
        startAnotherBuild();
        remove(image(":1", localTag));

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).contains(name + ":1 names " + earlier + " again, as it did before");
    }

    @Test
    void aTagThatMovedTwiceIsRestoredAndTheLaterImagesAreDeleted() {
        String earlier = pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        registry.push(repository, "1", newer);
        pull(image(":1", null), PullPolicy.ALWAYS);
        startAnotherBuild();
        registry.push(repository, "1", TestImage.docker("linux/amd64", seed + 2, 2_000));

        pull(image(":1", null), PullPolicy.ALWAYS);
        remove(image(":1", null));

        assertThat(engineImages()).isEqualTo(before);
        assertThat(id(name + ":1")).isEqualTo(earlier);
    }

    @Test
    void warnsThatAnEarlierImageIsGone() {
        String earlier = pullOutsideThePlugin(":1");
        registry.push(repository, "1", newer);
        pull(image(":1", null), PullPolicy.ALWAYS);
        EngineImages.delete(earlier);

        remove(image(":1", null));

        assertThat(engineImages()).isEmpty();
        assertThat(warnings)
                .containsExactly(name + ":1 cannot name " + earlier
                        + " again, as it did before ecr:pull: the engine does not have that image any more");
    }

    @Test
    void anImageThatWasPresentByDigestStays() {
        pullOutsideThePlugin("@" + older.digest());
        Set<String> before = engineImages();

        pull(image(":1", localTag));
        remove(image(":1", localTag));

        if (EngineImages.id(name + ":1").isPresent()) {
            assertNameIsKeptBecauseTheImageWouldBeDeletedWithIt();
        } else {
            assertThat(engineImages()).isEqualTo(before);
            assertThat(log).contains("Untagged " + name + ":1; its image was there before");
        }
    }

    @Test
    void anImageThatWasPresentByDigestInAnotherRepositoryStays() {
        registry.push(repository + "/other", "1", older);
        String preexisting = pullOutsideThePlugin("/other@" + older.digest());

        pull(image(":1", localTag));
        remove(image(":1", localTag));

        assertThat(id(name + "/other@" + older.digest())).isEqualTo(preexisting);
        assertThat(EngineImages.id(localTag)).isEmpty();
        if (EngineImages.id(name + ":1").isPresent()) {
            assertNameIsKeptBecauseTheImageWouldBeDeletedWithIt();
        }
    }

    @Test
    void anImageThatWasPresentByDigestInTheRepositoryOfItsOwnNameStays() {
        registry.push(repository + "/other", "1", older);
        String preexisting = pullOutsideThePlugin("/other@" + older.digest());
        var mirrored = new EngineNames(
                ImageReference.parse(name + ":1"), ImageReference.parse(name + "/other:1"), LocalTag.parse(localTag));

        pull(mirrored);
        remove(mirrored);

        assertThat(id(name + "/other@" + older.digest())).isEqualTo(preexisting);
    }

    @Test
    void anImageThatWasPresentByDigestInAnotherRepositoryStaysAfterAPullByDigest() {
        registry.push(repository + "/other", "1", older);
        String preexisting = pullOutsideThePlugin("/other@" + older.digest());

        pull(image("@" + older.digest(), null));
        remove(image("@" + older.digest(), null));

        assertThat(id(name + "/other@" + older.digest())).isEqualTo(preexisting);
        assertThat(log).noneMatch(line -> line.contains("the engine cannot"));
    }

    @Test
    void anImageThatWasPresentUnderATagOfAnotherRepositoryStays() {
        registry.push(repository + "/other", "1", older);
        pullOutsideThePlugin("/other:1");
        Set<String> before = engineImages();

        pull(image(":1", localTag));
        remove(image(":1", localTag));

        assertThat(engineImages()).isEqualTo(before);
    }

    @Test
    void anImageThatWasPresentWithoutANameStays() {
        String dangling = pullOutsideThePlugin(":1");
        registry.push(repository, "1", newer);
        EngineImages.delete(pullOutsideThePlugin(":1"));
        assertThat(EngineImages.id(name + ":1")).isEmpty();
        registry.push(repository, "1", older);

        pull(image(":1", null));
        remove(image(":1", null));

        assertThat(EngineImages.id(dangling)).isPresent();
        assertNameIsKeptBecauseTheImageWouldBeDeletedWithIt();
    }

    private void assertNameIsKeptBecauseTheImageWouldBeDeletedWithIt() {
        assertThat(EngineImages.id(name + ":1")).isPresent();
        assertThat(log)
                .contains(name + ":1 is kept: its image was there before, and the engine cannot remove this name"
                        + " alone");
    }

    @Test
    void anImageThatWasPresentUnderAnotherTagStays() {
        pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        registry.push(repository, "2", older);

        pull(image(":2", null));
        remove(image(":2", null));

        assertThat(engineImages()).isEqualTo(before);
    }

    @Test
    void aTagThatOthersMovedStays() {
        registry.push(repository, "2", newer);
        pull(image(":1", null));
        String others = pullOutsideThePlugin(":2");
        EngineImages.tag(others, name, "1");

        remove(image(":1", null));

        assertThat(id(name + ":1")).isEqualTo(others);
        assertThat(log).contains(name + ":1 is kept: it names " + others + " by now, which ecr:pull did not pull");
        assertThat(engineImages()).hasSize(1);
    }

    @Test
    void withoutAJournalNothingIsRemoved() {
        String app = pullOutsideThePlugin(":1");

        remove(image(":1", null));

        assertThat(id(name + ":1")).isEqualTo(app);
        assertThat(log)
                .contains(
                        name + ":1 is kept: " + folder.resolve("pulled.txt") + " does not say that ecr:pull pulled it");
    }

    @Test
    void withoutAPomNothingIsRecorded() {
        new ImageTagger(engine, Set.of(name), new TagUsage(build, null))
                .beforePull(ImageReference.parse(name + ":1"), Optional.empty());
        String app = pullOutsideThePlugin(":1");
        startAnotherBuild();

        new ImageRemover(
                        engine,
                        new BuildImageCache(new ConcurrentHashMap<>()),
                        new TagUsage(build, null),
                        PULLED_ONLY,
                        new RemovalLog(log::add, log::add, log::add))
                .remove(List.of(image(":1", null)), kept -> {});

        assertThat(id(name + ":1")).isEqualTo(app);
        assertThat(log).contains(name + ":1 is kept: without a POM, ecr:pull does not record what it pulls");
    }

    @Test
    void aFailedPullLeavesNothingToRemove() {
        registry.fail(
                "/v2/" + repository, Fault.status(404, "MANIFEST_UNKNOWN", "Requested image not found"), Fault.ALWAYS);

        assertThatThrownBy(() -> pull(image(":1", localTag))).isInstanceOf(ExplainedException.class);
        assertThat(folder.resolve("pulled.txt")).doesNotExist();
        remove(image(":1", localTag));

        assertThat(log).contains(name + ":1 is not present; nothing to remove");
    }

    /** The journal is that of a build that was killed during a pull, which the engine has finished or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pullsOfAKilledBuildAreUndone(boolean finished) throws IOException {
        pull(image(":1", null));
        Path record = folder.resolve("pulled.txt");
        String killed = killed(Files.readString(record));
        if (!finished) {
            EngineImages.delete(name + ":1");
        }
        Files.writeString(record, killed);
        startAnotherBuild();

        remove(image(":1", null));

        assertThat(engineImages()).isEmpty();
        assertThat(record).doesNotExist();
    }

    private static String killed(String journal) {
        String killed = journal.replaceAll("\tsha256:\\w+\t-\n", "\tpulling\t-\n");
        assertThat(killed).contains("\tpulling\t");
        return killed;
    }

    private void killTheBuild() throws IOException {
        Path journal = folder.resolve("pulled.txt");
        Files.writeString(journal, killed(Files.readString(journal)));
        startAnotherBuild();
    }

    @Test
    void anImageOfAKilledAndRepeatedPullIsRemoved() throws IOException {
        pull(image(":1", null), PullPolicy.ALWAYS);
        killTheBuild();

        pull(image(":1", localTag), PullPolicy.ALWAYS);
        remove(image(":1", localTag));

        assertThat(engineImages()).isEmpty();
        assertThat(log).contains("Removed " + name + ":1").noneMatch(line -> line.contains("there before"));
    }

    @Test
    void aTagThatAKilledPullAndTheNextMovedIsRestoredAndTheLaterImagesAreDeleted() throws IOException {
        String earlier = pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        registry.push(repository, "1", newer);
        pull(image(":1", null), PullPolicy.ALWAYS);
        killTheBuild();
        registry.push(repository, "1", TestImage.docker("linux/amd64", seed + 2, 2_000));

        pull(image(":1", null), PullPolicy.ALWAYS);
        startAnotherBuild();
        remove(image(":1", null));

        assertThat(engineImages()).isEqualTo(before);
        assertThat(id(name + ":1")).isEqualTo(earlier);
    }

    private void killAPullBeforeItChangesAName(String before, Set<String> preexisting) {
        new PullJournal(folder.resolve("pulled.txt"))
                .begin(new JournalEntry(engine.identity(), name + ":1", before, null, preexisting));
        startAnotherBuild();
    }

    @Test
    void aPullThatWasKilledBeforeItChangedATagDoesNotHideTheEarlierMove() {
        String earlier = pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        registry.push(repository, "1", newer);
        pull(image(":1", null), PullPolicy.ALWAYS);
        killAPullBeforeItChangesAName(id(name + ":1"), Set.of(earlier));

        remove(image(":1", null));

        assertThat(engineImages()).isEqualTo(before);
        assertThat(id(name + ":1")).isEqualTo(earlier);
    }

    /** After a killed pull, the engine has stored the image but has not tagged it. */
    @Test
    void anUntaggedImageOfAKilledPullIsRemoved() {
        pullOutsideThePlugin(":1");
        registry.push(repository, "1", newer);
        EngineImages.delete(pullOutsideThePlugin(":1"));
        registry.push(repository, "1", older);
        killAPullBeforeItChangesAName(null, Set.of());

        pull(image(":1", localTag), PullPolicy.ALWAYS);
        remove(image(":1", localTag));

        assertThat(engineImages()).isEmpty();
        assertThat(log).noneMatch(line -> line.contains("there before"));
    }

    @Test
    void aLocalTagOfAnImageOfAKilledPullIsRemovedToo() throws IOException {
        pull(image(":1", null));
        killTheBuild();

        pull(image(":1", localTag));
        remove(image(":1", localTag));

        assertThat(engineImages()).isEmpty();
        assertThat(log).noneMatch(line -> line.contains("there before"));
    }

    @Test
    void aTagThatMovedForthBackAndForthIsRestored() {
        String earlier = pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        for (TestImage next : List.of(newer, older, newer)) {
            registry.push(repository, "1", next);
            pull(image(":1", null), PullPolicy.ALWAYS);
            startAnotherBuild();
        }

        remove(image(":1", null));

        assertThat(id(name + ":1")).isEqualTo(earlier);
        assertThat(engineImages()).isEqualTo(before);
    }

    @Test
    void aJournalOfAnotherEngineRemovesNothing() throws IOException {
        pull(image(":1", localTag));
        Set<String> before = engineImages();
        Path journal = folder.resolve("pulled.txt");
        Files.writeString(
                journal, Files.readString(journal).replace(engine.identity(), engine.address() + " ANOTHER:ID ci-1"));
        startAnotherBuild();

        remove(image(":1", localTag));

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).contains(name + ":1 is kept: " + journal + " does not say that ecr:pull pulled it");
    }

    @Test
    void aDamagedJournalIsAnErrorAndIsKept() throws IOException {
        pull(image(":1", null));
        Path record = folder.resolve("pulled.txt");
        Files.writeString(record, Files.readString(record) + "half a li");

        assertThatThrownBy(() -> remove(image(":1", null)))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("cannot read " + record + ", where ecr:pull records its changes: line 3 is not one of"
                        + " its own: 'half a li'. Delete the file, and remove the images in it with 'docker rmi'");
        assertThat(record).content().endsWith("half a li");
        assertThat(EngineImages.id(name + ":1")).isPresent();
    }

    @Test
    void anImageInUseIsAWarningAndTheRestIsRemoved() {
        registry.push(repository, "2", newer);
        pull(image(":1", null), image(":2", null));

        try (var container = new UnusedContainer(name + ":1")) {
            remove(new RemoveOptions(true, false, false, false), image(":1", null), image(":2", null));

            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .startsWith("cannot remove " + name + ":1: container '" + container.name() + "' (");
            assertThat(EngineImages.id(name + ":1")).isPresent();
            assertThat(EngineImages.id(name + ":2")).isEmpty();
            assertThatThrownBy(() -> remove(image(":1", null)))
                    .isInstanceOf(ExplainedException.class)
                    .hasMessageStartingWith("cannot remove " + name + ":1: container '");
        }
        remove(image(":1", null));

        assertThat(engineImages()).isEmpty();
    }

    /** Docker's overlay2 store keeps the image for the other one, and deletes both together later. */
    @Test
    void anImageThatAnotherWasBuiltFromIsNotAFailure() {
        pull(image(":1", null));
        try (var container = new UnusedContainer(name + ":1")) {
            container.commit(name + "/built:1");
        }

        remove(image(":1", null));

        assertThat(EngineImages.id(name + ":1")).isEmpty();
        assertThat(id(name + "/built:1")).isNotEmpty();
        assertThat(folder.resolve("pulled.txt")).doesNotExist();
        EngineImages.delete(name + "/built:1");
        assertThat(engineImages()).isEmpty();
    }

    @Test
    void anUntaggedImageThatAContainerUsedIsRemovedTheNextTime() {
        String earlier = pullOutsideThePlugin(":1");
        Set<String> before = engineImages();
        registry.push(repository, "1", newer);
        pull(image(":1", null), PullPolicy.ALWAYS);
        String newId = id(name + ":1");

        try (var container = new UnusedContainer(name + ":1")) {
            assertThatThrownBy(() -> remove(image(":1", null)))
                    .isInstanceOf(ExplainedException.class)
                    .hasMessageStartingWith("cannot remove " + newId + ", which ecr:pull pulled as " + name
                            + ":1: container '" + container.name() + "' (");
        }
        assertThat(id(name + ":1")).isEqualTo(earlier);
        remove(image(":1", null));

        assertThat(engineImages()).isEqualTo(before);
    }

    @Test
    void anImageOfTwoModulesIsRemovedByTheLast() {
        pull("one", image(":1", null));
        pull("two", image(":1", localTag));

        remove("one", PULLED_ONLY, image(":1", null));
        assertThat(EngineImages.id(name + ":1")).isPresent();
        assertThat(log).contains(name + ":1 is kept: another module of this build needs it");
        remove("two", PULLED_ONLY, image(":1", localTag));

        assertThat(engineImages()).isEmpty();
        assertThat(folder.resolve("one/pulled.txt")).doesNotExist();
        assertThat(folder.resolve("two/pulled.txt")).doesNotExist();
    }

    /** All engines delete an image with its last tag, and some with its digest. */
    @ParameterizedTest
    @CsvSource({":1@DIGEST, :1, false", ":1@DIGEST, :1, true", ":1, @DIGEST, false", ":1, @DIGEST, true"})
    void aModuleKeepsAnImageThatAnotherNeedsUnderAnotherName(String removed, String needed, boolean pulledOnly) {
        var options = new RemoveOptions(pulledOnly, false, false, true);
        EngineNames one = image(removed.replace("DIGEST", older.digest()), null);
        EngineNames two = image(needed.replace("DIGEST", older.digest()), null);
        pull("one", one);
        pull("two", two);

        remove("one", options, one);
        assertThat(EngineImages.id(two.reference().engineName())).isPresent();
        remove("two", options, two);
        // As at the end of the build
        remove("one", options, one);

        assertThat(engineImages()).isEmpty();
    }

    /** The image that is kept is removed at the end of the build. */
    @Test
    void keptImagesAreReportedEvenIfARemovalFails() {
        registry.push(repository, "2", newer);
        pull("one", image(":1", null), image(":2", null));
        pull("two", image(":2", null));
        List<EngineNames> kept = new ArrayList<>();

        try (var container = new UnusedContainer(name + ":1")) {
            assertThatThrownBy(() -> remover(names("one"), PULLED_ONLY)
                            .remove(List.of(image(":1", null), image(":2", null)), kept::add))
                    .hasMessageContaining("container '" + container.name() + "' (");
        }

        assertThat(kept).containsExactly(image(":2", null));
    }

    @Test
    void aRemovalOfAllImagesDeletesTheirJournalEntries() {
        pull(image(":1", localTag));

        remove(new RemoveOptions(false, false, false, true), image(":1", localTag));

        assertThat(engineImages()).isEmpty();
        assertThat(folder.resolve("pulled.txt")).doesNotExist();
    }

    @Test
    void aRemovalOfAllImagesKeepsALocalTagOfAnotherImage() {
        registry.push(repository, "2", newer);
        String others = pullOutsideThePlugin(":2");
        EngineImages.tag(others, LocalTag.parse(localTag).repository(), "it");
        pullOutsideThePlugin(":1");

        remove(new RemoveOptions(false, false, false, true), image(":1", localTag));

        assertThat(id(localTag)).isEqualTo(others);
        assertThat(log).contains(localTag + " is kept: it names another image than " + name + ":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1"})
    void aRemovalByDigestIsTheSameOnAllEngines(String tag) {
        pullOutsideThePlugin(":1");
        pullOutsideThePlugin("@" + older.digest());

        remove(new RemoveOptions(false, false, false, true), image(tag + "@" + older.digest(), null));

        assertThat(engineImages()).isEmpty();
        assertThat(log).last().isEqualTo("Removed " + name + tag + "@" + older.digest());
    }

    private EngineNames image(String rest, String localTag) {
        return new EngineNames(
                ImageReference.parse(name + rest), null, localTag == null ? null : LocalTag.parse(localTag));
    }

    /** Pulls as another user of the engine, and returns the ID of the image. */
    private String pullOutsideThePlugin(String rest) {
        ImageReference reference = ImageReference.parse(name + rest);
        engine.pull(reference, null, tokens(KEY).signIn(ecr()).credentials(), layer -> {});
        return id(reference.engineName());
    }

    private void startAnotherBuild() {
        build = new ConcurrentHashMap<>();
    }

    private void pull(EngineNames... images) {
        pull("", images);
    }

    private void pull(String module, EngineNames... images) {
        pull(module, PullPolicy.IF_NOT_PRESENT, images);
    }

    private void pull(EngineNames image, PullPolicy policy) {
        pull("", policy, image);
    }

    private void pull(String module, PullPolicy policy, EngineNames... images) {
        puller(KEY, 0, names(module))
                .pull(List.of(images).stream()
                        .map(image -> new ImageToPull(image, ecr(), platform, policy, null))
                        .toList())
                .throwIfFailed();
        List.of(images).forEach(image -> id(image.reference().engineName()));
    }

    private void remove(EngineNames... images) {
        remove(PULLED_ONLY, images);
    }

    private void remove(RemoveOptions options, EngineNames... images) {
        remove("", options, images);
    }

    private void remove(String module, RemoveOptions options, EngineNames... images) {
        remover(names(module), options).remove(List.of(images), kept -> {});
    }

    private ImageRemover remover(TagUsage usage, RemoveOptions options) {
        return new ImageRemover(
                engine,
                new BuildImageCache(new ConcurrentHashMap<>()),
                usage,
                options,
                new RemovalLog(log::add, log::add, warnings::add));
    }

    private TagUsage names(String module) {
        return new TagUsage(build, folder.resolve(module).resolve("pulled.txt"));
    }
}
