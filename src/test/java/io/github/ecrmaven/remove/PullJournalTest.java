package io.github.ecrmaven.remove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The entries of the journal over several runs, and its file. */
class PullJournalTest {
    private static final String ENGINE = "unix:///var/run/docker.sock AB:CD ci-1";
    private static final String NAME = "registry:5000/team/app:1";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("target/ecr/pulled.txt");
    }

    private PullJournal journal() {
        return new PullJournal(file());
    }

    private static JournalEntry inProgress(String before, String... preexisting) {
        return new JournalEntry(ENGINE, NAME, before, null, Set.of(preexisting));
    }

    private static JournalEntry ended(String before, String pulled, String... preexisting) {
        return new JournalEntry(ENGINE, NAME, before, pulled, Set.of(preexisting));
    }

    private void begin(JournalEntry begun) {
        journal().begin(begun);
    }

    private void pull(JournalEntry begun, String now) {
        journal().begin(begun);
        journal().end(begun, now);
    }

    @Test
    void aPullIsRecordedWhenItBeginsAndWhenItEnds() throws IOException {
        begin(inProgress("a", "a", "b"));

        assertThat(journal().entries()).containsExactly(inProgress("a", "a", "b"));

        journal().end(inProgress("a", "a", "b"), "b");

        assertThat(journal().entries()).containsExactly(ended("a", "b", "b"));
        assertThat(Files.readAllLines(file()).get(1)).isEqualTo(String.join("\t", ENGINE, NAME, "a", "b", "b"));
    }

    @Test
    void aPullInProgressMayHavePulledAnyNewImageAndAnEndedPullOnlyItsOwn() {
        assertThat(Stream.of("a", "b", "c", null).filter(inProgress("a")::hasTagged))
                .containsExactly("b", "c");
        assertThat(Stream.of("a", "b", "c", null).filter(ended("a", "b")::hasTagged))
                .containsExactly("b");
        assertThat(Stream.of("a", "b", "c").filter(inProgress("a", "a", "b")::hasPulled))
                .containsExactly("c");
        assertThat(ended("a", "b", "b").hasPulled("b")).isFalse();
    }

    @Test
    void aPullThatChangedNothingLeavesNoFile() {
        pull(inProgress(null), null);
        pull(inProgress("a", "a"), "a");

        assertThat(file()).doesNotExist();
    }

    @Test
    void aSecondPullKeepsTheEntryOfTheFirst() {
        pull(inProgress("a", "a"), "b");
        pull(inProgress("b", "a"), "c");
        pull(inProgress("c", "a"), "c");

        assertThat(journal().entries()).containsExactly(ended("a", "b"), ended("b", "c"));
    }

    @Test
    void theResultOfAKilledPullIsRecordedWhenTheNextBegins() {
        begin(inProgress("a", "a"));

        begin(inProgress("b", "a"));

        assertThat(journal().entries()).containsExactly(ended("a", "b"), inProgress("b", "a"));
    }

    @Test
    void aKilledPullThatChangedNothingIsForgottenWhenTheNextBegins() {
        begin(inProgress("a", "a"));

        begin(inProgress("a", "a", "d"));

        assertThat(journal().entries()).containsExactly(inProgress("a", "a", "d"));
    }

    @Test
    void theEndOfAPullIsRecordedEvenIfAnotherBuildPullsTheSameName() {
        begin(inProgress(null));
        begin(inProgress("b"));

        journal().end(inProgress(null), "b");
        journal().end(inProgress("b"), "b");

        assertThat(journal().entries()).containsExactly(ended(null, "b"));
    }

    @Test
    void aTagThatMovesForthBackAndForthHasThreeEntries() {
        pull(inProgress("a"), "b");
        pull(inProgress("b"), "a");
        pull(inProgress("a"), "b");

        assertThat(journal().entries()).containsExactly(ended("a", "b"), ended("b", "a"), ended("a", "b"));
    }

    @Test
    void anInterruptedPullIsRecorded() {
        begin(inProgress(null));

        Thread.currentThread().interrupt();
        journal().end(inProgress(null), "a");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(journal().entries()).containsExactly(ended(null, "a"));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "lets only administrators make symbolic links")
    void aSymbolicLinkAsLockFileIsNotFollowed() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Files.createDirectories(file().getParent());
        Files.createSymbolicLink(file().resolveSibling("pulled.txt.lock"), elsewhere);

        assertThatThrownBy(() -> begin(inProgress(null)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot write " + file());
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void deletesOnlyTheGivenEntries() {
        pull(inProgress(null), "a");
        var other = new JournalEntry("tcp://other:2375", NAME, null, null, Set.of());
        pull(other, "a");

        journal().forget(List.of(ended(null, "a")));

        assertThat(journal().entries()).containsExactly(other.ended("a"));
        journal().forget(journal().entries());
        assertThat(file()).doesNotExist();
    }

    @Test
    void twoBuildsThatWriteConcurrentlyLoseNothing() {
        List<CompletableFuture<String>> builds = Stream.of("one", "two")
                .map(build -> CompletableFuture.supplyAsync(
                        () -> Jvm.run(PullJournalTest.class, Map.of(), file().toString(), build)))
                .toList();

        assertThat(builds.stream().map(CompletableFuture::join)).containsOnly("done");
        assertThat(journal().entries()).hasSize(2 * 100);
    }

    /** The program of each build: records 100 pulls in parallel. */
    public static void main(String[] arguments) {
        var journal = new PullJournal(Path.of(arguments[0]));
        Stream.iterate(0, i -> i + 1).limit(100).parallel().forEach(i -> {
            var begun = new JournalEntry(ENGINE, arguments[1] + ":" + i, null, null, Set.of());
            journal.begin(begun);
            journal.end(begun, "a");
        });
        System.out.println("done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "half a li",
                "engine\tname\t-\ta/../b\t-",
                "engine\tname\t-\ta\t-\tmore",
                // A line of an earlier version of the plugin
                "unix:///var/run/docker.sock\tregistry:5000/team/app:1\t-\tsha256:a\t-\tpulled"
            })
    void anInvalidLineIsAnErrorAndIsKept(String line) throws IOException {
        pull(inProgress(null), "a");
        String text = Files.readString(file()) + line + "\n";
        Files.writeString(file(), text);

        assertThatThrownBy(() -> begin(inProgress(null)))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("cannot read " + file() + ", where ecr:pull records its changes: line 3 is not one"
                        + " of its own: '" + line.replace('\t', ' ')
                        + "'. Delete the file, and remove the images in it with 'docker rmi'");
        assertThat(file()).hasContent(text);
    }

    @Test
    void anInvalidLineIsShownWithoutControlCharacters() throws IOException {
        pull(inProgress(null), "a");
        Files.writeString(file(), "a\u001b[2J\u202eb\u009bc\n");

        assertThatThrownBy(() -> begin(inProgress(null)))
                .hasMessageContaining("line 1 is not one of its own: 'a [2J b c'. Delete");
    }

    @Test
    void aFileThatCannotBeWrittenIsAnError() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "");

        assertThatThrownBy(() -> begin(inProgress(null)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot write " + file() + ", where ecr:pull records its changes: ")
                .hasMessageContaining(target.toString())
                .hasMessageEndingWith(". Make it a file that can be written");
    }
}
