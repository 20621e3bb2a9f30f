package io.github.ecrmaven;

import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The file in which a module writes down what its pulls do to names in engines, before they do it, so that it can be
 * set back whenever they end and however. Each name has a line; where there is nothing to set back, there is no file.
 */
final class PullRecord {
    private static final String HEAD = "# What ecr:pull changed, for ecr:remove with pulledOnly: engine, name, image"
            + " before, images brought, those of them that were there before, state\n";
    private static final String NONE = "-";
    private static final String GOING = "pulling";
    private static final String ENDED = "pulled";
    private static final int FIELDS = 6;

    private final Path file;
    private final Object lock;

    /**
     * Takes a file, which need not exist.
     *
     * @param file null where nothing is written down
     * @param lock held while it is read and written, by all who do so
     */
    PullRecord(Path file, Object lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Returns what is written down of an engine.
     *
     * @throws ExplainedException when the file cannot be read
     */
    List<NameChange> changes(String engine) {
        synchronized (lock) {
            return read().stream()
                    .filter(change -> change.engine().equals(engine))
                    .toList();
        }
    }

    /** Returns what is written down of a name. */
    Optional<NameChange> find(String engine, String name) {
        synchronized (lock) {
            return find(read(), engine, name);
        }
    }

    /** Writes a change in the place of what was written of the name. */
    void put(NameChange change) {
        update(change.engine(), change.name(), known -> Optional.of(change));
    }

    /** Forgets what is written down of a name. */
    void forget(String engine, String name) {
        update(engine, name, known -> Optional.empty());
    }

    /**
     * Writes what follows from what was written of a name, unless that is the same.
     *
     * @param step gives what follows; empty for nothing
     */
    void update(String engine, String name, UnaryOperator<Optional<NameChange>> step) {
        synchronized (lock) {
            List<NameChange> all = new ArrayList<>(read());
            Optional<NameChange> known = find(all, engine, name);
            Optional<NameChange> next = step.apply(known).filter(change -> !change.isNone());
            if (!next.equals(known)) {
                known.ifPresent(all::remove);
                next.ifPresent(all::add);
                write(all);
            }
        }
    }

    private static Optional<NameChange> find(List<NameChange> changes, String engine, String name) {
        return changes.stream()
                .filter(change ->
                        change.engine().equals(engine) && change.name().equals(name))
                .findFirst();
    }

    private List<NameChange> read() {
        try {
            if (file == null || !Files.exists(file)) {
                return List.of();
            }
            List<NameChange> changes = new ArrayList<>();
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.startsWith("#")) {
                    int number = i + 1;
                    changes.add(parse(line)
                            .orElseThrow(() -> damaged("line " + number + " is not one of its own: '" + line + "'")));
                }
            }
            return changes;
        } catch (IOException e) {
            throw damaged(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private ExplainedException damaged(String reason) {
        return ExplainedException.environment(
                "cannot read " + file + ", where ecr:pull writes down what it changes: " + reason
                        + ". Delete the file, and remove by 'docker rmi' what it tells of",
                null);
    }

    private static Optional<NameChange> parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != FIELDS || !List.of(GOING, ENDED).contains(fields[FIELDS - 1])) {
            return Optional.empty();
        }
        return Optional.of(new NameChange(
                fields[0],
                fields[1],
                fields[2].equals(NONE) ? null : fields[2],
                ids(fields[3]),
                new HashSet<>(ids(fields[4])),
                fields[5].equals(GOING)));
    }

    private static List<String> ids(String field) {
        return field.equals(NONE) ? List.of() : List.of(field.split(","));
    }

    private void write(List<NameChange> changes) {
        if (file == null) {
            return;
        }
        try {
            if (changes.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                AtomicFile.write(
                        file, changes.stream().map(PullRecord::line).collect(Collectors.joining("", HEAD, "")));
            }
        } catch (IOException e) {
            throw ExplainedException.environment(
                    "cannot write " + file + ", where ecr:pull writes down what it changes: "
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + ". Make it a file that can be written",
                    e);
        }
    }

    private static String line(NameChange change) {
        return String.join(
                        "\t",
                        change.engine(),
                        change.name(),
                        change.before() == null ? NONE : change.before(),
                        field(change.brought()),
                        field(change.there()),
                        change.going() ? GOING : ENDED)
                + "\n";
    }

    private static String field(Collection<String> ids) {
        return ids.isEmpty() ? NONE : String.join(",", ids);
    }

    /** Says why it says nothing. */
    String silence() {
        return file == null
                ? "without a POM, ecr:pull does not write down what it brings"
                : file + " does not say that ecr:pull brought it";
    }
}
