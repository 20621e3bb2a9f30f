package io.github.ecrmaven.remove;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a module knows about the pulls of other modules. */
class TagUsageTest {
    private static final JournalEntry PULLED = new JournalEntry("engine", "team/app:1", null, "sha256:1", Set.of());

    private final ConcurrentMap<String, ConcurrentMap<String, Boolean>> build = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void anEarlierBuildOfModuleTwoHasPulled() {
        PullJournal journal = module("two").journal();
        var begun = new JournalEntry("engine", "team/app:1", null, null, Set.of());
        journal.begin(begun);
        journal.end(begun, "sha256:1");
    }

    @Test
    void aModuleReadsTheJournalsOfModulesThatWillPull() {
        module("two").announce();

        assertThat(entries("one")).containsExactly(PULLED);
    }

    @Test
    void aModuleReadsTheJournalsOfModulesThatNeedAnImage() {
        module("two").need("engine", "team/other:1");

        assertThat(entries("one")).containsExactly(PULLED);
    }

    @Test
    void aModuleDoesNotReadOtherJournals() {
        assertThat(entries("one")).isEmpty();
    }

    @Test
    void aModuleThatWillPullDoesNotNeedATagYet() {
        module("two").announce();

        assertThat(module("one").isNeededByAnother("engine", "team/app:1")).isFalse();
    }

    private List<JournalEntry> entries(String module) {
        return module(module).journals().stream()
                .flatMap(journal -> journal.entries().stream())
                .toList();
    }

    private TagUsage module(String name) {
        return new TagUsage(build, folder.resolve(name + ".txt"));
    }
}
