package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pulls do to a name, run after run, and how it is written down. */
class PullRecordTest {
    private static final String ENGINE = "unix:///var/run/docker.sock";
    private static final String NAME = "registry:5000/team/app:1";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("target/ecr/pulled.txt");
    }

    private PullRecord record() {
        return new PullRecord(file(), this);
    }

    private static NameChange begin(NameChange earlier, String now, String... images) {
        return NameChange.begin(ENGINE, NAME, Optional.ofNullable(earlier), now, Set.of(images));
    }

    @Test
    void aPullIsWrittenDownBeforeItBeginsAndWhenItHasEnded() throws IOException {
        NameChange begun = begin(null, "a", "a", "b");
        record().put(begun);
        assertThat(record().find(ENGINE, NAME)).contains(begun);
        assertThat(begun.holds("a")).isFalse();
        assertThat(begun.holds("c")).isTrue();

        NameChange ended = begun.end("b");
        record().put(ended);

        assertThat(record().find(ENGINE, NAME)).contains(ended);
        assertThat(Files.readAllLines(file()).get(1))
                .isEqualTo(String.join("\t", ENGINE, NAME, "a", "b", "b", "pulled"));
        assertThat(ended.holds("b")).isTrue();
        assertThat(ended.holds("c")).isFalse();
    }

    @Test
    void aPullThatChangedNothingLeavesNoFile() {
        NameChange begun = begin(null, null);
        record().put(begun);
        record().put(begun.end(null));

        assertThat(file()).doesNotExist();
    }

    @Test
    void aSecondPullKeepsWhatWasBeforeTheFirst() {
        NameChange first = begin(null, "a", "a").end("b");

        NameChange second = begin(first, "b", "a").end("c");

        assertThat(second.before()).isEqualTo("a");
        assertThat(second.brought()).containsExactly("b", "c");
        assertThat(begin(second, "c", "a").end("c")).isEqualTo(second);
    }

    @Test
    void aNameThatSomebodyElseMovedBeginsAnewAndWhatCameIsStillKnown() {
        NameChange first = begin(null, "a", "a").end("b");

        NameChange second = begin(first, "x", "a", "x").end("c");

        assertThat(second.before()).isEqualTo("x");
        assertThat(second.brought()).containsExactly("b", "c");
        assertThat(second.there()).isEmpty();
    }

    @Test
    void whatAKilledPullLeftCountsAsBrought() {
        NameChange killed = begin(null, null, "a");

        NameChange next = begin(killed, "b", "a", "b").end("c");

        assertThat(next.before()).isNull();
        assertThat(next.brought()).containsExactly("b", "c");
    }

    @Test
    void onlyTheNameThatIsForgottenIs() {
        record().put(begin(null, null).end("a"));
        record().put(NameChange.begin(ENGINE, "other:1", Optional.empty(), null, Set.of())
                .end("a"));

        record().forget(ENGINE, NAME);
        record().forget("tcp://other:2375", "other:1");

        assertThat(record().changes(ENGINE)).extracting(NameChange::name).isEqualTo(List.of("other:1"));
        record().forget(ENGINE, "other:1");
        assertThat(file()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half a li", "a\tb\tc\td\te\tother", "a\tb\tc\td\te\tpulled\tmore"})
    void aLineThatIsNotOfTheRecordIsAnErrorAndStays(String line) throws IOException {
        record().put(begin(null, null).end("a"));
        String text = Files.readString(file()) + line + "\n";
        Files.writeString(file(), text);

        assertThatThrownBy(() -> record().put(begin(null, null).end("b")))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("cannot read " + file() + ", where ecr:pull writes down what it changes: line 3 is not one"
                        + " of its own: '" + line + "'. Delete the file, and remove by 'docker rmi' what it tells of");
        assertThat(file()).hasContent(text);
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "");

        assertThatThrownBy(() -> record().put(begin(null, null)))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("cannot write " + file() + ", where ecr:pull writes down what it changes: ")
                .hasMessageContaining(target.toString())
                .hasMessageEndingWith(". Make it a file that can be written");
    }
}
