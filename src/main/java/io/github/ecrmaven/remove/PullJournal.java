package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.AtomicFile;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file in which a module records what its pulls change in engines, so that {@code ecr:remove} can undo it. A change
 * is recorded before it is made, so that nothing is lost if a pull is killed. Each change is a line, in the order of
 * the changes; a file with nothing to undo is deleted. Several builds may write to it at once.
 */
public final class PullJournal {
    private static final String HEAD = "# What ecr:pull changed, for ecr:remove with pulledOnly: engine, name, image"
            + " before, image pulled, images that the engine had already\n";
    private static final String PURPOSE = ", where ecr:pull records its changes";
    private static final String NONE = "-";
    private static final String IN_PROGRESS = "pulling";
    private static final Pattern LINE = Pattern.compile(
            "(?<engine>[^\t]+)\t(?<name>[^\t]+)\t(?<before>ID|-)\t(?<pulled>ID|pulling)\t(?<preexisting>ID(,ID)*|-)"
                    .replace("ID", "(?:sha256:)?[0-9a-f]+"));

    private final Path file;

    /**
     * Creates a journal.
     *
     * @param file the file, which may be missing; null to record nothing
     */
    public PullJournal(Path file) {
        this.file = file;
    }

    /**
     * Returns all entries.
     *
     * @throws ExplainedException if the file cannot be read
     */
    public List<JournalEntry> entries() {
        try {
            if (file == null) {
                return List.of();
            }
            List<JournalEntry> entries = new ArrayList<>();
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.startsWith("#")) {
                    entries.add(parse(line, i + 1));
                }
            }
            return entries;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw damaged(FileFailure.details(e));
        }
    }

    /**
     * Returns the entries for a name in an engine. The engine is asked for its identity only if the name has entries.
     */
    public List<JournalEntry> entries(ContainerEngine engine, String name) {
        return entries().stream()
                .filter(entry -> entry.name().equals(name) && entry.engine().equals(engine.identity()))
                .toList();
    }

    /**
     * Records that a pull begins. If an earlier pull of the same name has no end, it was killed; if the name has moved
     * to another image since, that image counts as pulled.
     */
    public void begin(JournalEntry begun) {
        update(entries -> {
            List<JournalEntry> killed = entries.stream()
                    .filter(entry -> entry.isInProgress() && entry.hasSameName(begun))
                    .toList();
            entries.removeAll(killed);
            killed.forEach(entry -> addIfEnded(entries, entry, begun.before()));
            entries.add(begun);
        });
    }

    /** Records the end of a pull, after which the image with this ID has the name, or none if that is null. */
    public void end(JournalEntry begun, String now) {
        update(entries -> {
            entries.remove(begun);
            addIfEnded(entries, begun, now);
        });
    }

    /** Adds no change that is the same as the last one of the name. */
    private static void addIfEnded(List<JournalEntry> entries, JournalEntry begun, String now) {
        if (!begun.hasTagged(now)) {
            return;
        }
        JournalEntry ended = begun.ended(now);
        Optional<JournalEntry> last = entries.stream()
                .filter(entry -> !entry.isInProgress() && entry.hasSameName(ended))
                .reduce((earlier, later) -> later);
        if (!last.equals(Optional.of(ended))) {
            entries.add(ended);
        }
    }

    /** Deletes entries. */
    void forget(List<JournalEntry> forgotten) {
        if (!Collections.disjoint(entries(), forgotten)) {
            update(entries -> entries.removeAll(forgotten));
        }
    }

    private void update(Consumer<List<JournalEntry>> step) {
        if (file == null) {
            return;
        }
        // An interrupted pull is recorded too: while the flag is set, Java neither waits for file locks nor reads.
        boolean interrupted = Thread.interrupted();
        try {
            updateLocked(step);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void updateLocked(Consumer<List<JournalEntry>> step) {
        // A file lock belongs to the whole JVM. An interned string is the same object in all class loaders.
        synchronized (file.toAbsolutePath().toString().intern()) {
            try (FileChannel lock = openLockFile()) {
                lock.lock();
                List<JournalEntry> before = entries();
                List<JournalEntry> after = new ArrayList<>(before);
                step.accept(after);
                if (!after.equals(before)) {
                    write(after);
                }
            } catch (IOException e) {
                throw FileFailure.notWritten(file + PURPOSE, "Make it a file that can be written", e);
            }
        }
    }

    /** Opens the file to lock: not the journal, which is replaced at each change. It is never deleted. */
    private FileChannel openLockFile() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private void write(List<JournalEntry> entries) throws IOException {
        if (entries.isEmpty()) {
            Files.deleteIfExists(file);
        } else {
            AtomicFile.write(file, entries.stream().map(PullJournal::line).collect(Collectors.joining("", HEAD, "")));
        }
    }

    private ExplainedException damaged(String reason) {
        return ExplainedException.environment(
                "cannot read " + file + PURPOSE + ": " + reason
                        + ". Delete the file, and remove the images in it with 'docker rmi'",
                null);
    }

    private JournalEntry parse(String line, int number) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw damaged("line " + number + " is not one of its own: '" + OutsideText.line(line) + "'");
        }
        String before = fields.group("before");
        String pulled = fields.group("pulled");
        String preexisting = fields.group("preexisting");
        return new JournalEntry(
                fields.group("engine"),
                fields.group("name"),
                before.equals(NONE) ? null : before,
                pulled.equals(IN_PROGRESS) ? null : pulled,
                preexisting.equals(NONE) ? Set.of() : Set.of(preexisting.split(",")));
    }

    private static String line(JournalEntry entry) {
        return String.join(
                        "\t",
                        entry.engine(),
                        entry.name(),
                        entry.before() == null ? NONE : entry.before(),
                        entry.isInProgress() ? IN_PROGRESS : entry.pulled(),
                        entry.preexisting().isEmpty() ? NONE : String.join(",", entry.preexisting()))
                + "\n";
    }

    /** Returns why it has no entry for an image. */
    String whyUnknown() {
        return file == null
                ? "without a POM, ecr:pull does not record what it pulls"
                : file + " does not say that ecr:pull pulled it";
    }
}
