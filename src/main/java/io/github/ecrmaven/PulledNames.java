package io.github.ecrmaven;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the pulls of a build did to names, as its modules write it down each in a record of its own, and which of them
 * still need a name.
 */
public final class PulledNames {
    private final ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs;
    private final String file;

    /**
     * Takes the place of one module.
     *
     * @param needs of the build, which its modules share: for an engine's name, the files of the modules that pulled or
     *     found it, with whether they still need it. It holds types of the JDK alone, because modules may have the
     *     classes of this plugin from different class loaders
     * @param file that is the module's record; null where there is no POM, and so no place for one
     */
    public PulledNames(ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs, Path file) {
        this.needs = needs;
        this.file = file == null ? "" : file.toString();
    }

    /** Returns the record of this module. */
    PullRecord record() {
        return record(file);
    }

    private PullRecord record(String path) {
        return new PullRecord(path.isEmpty() ? null : Path.of(path), needs);
    }

    private static String key(String engine, String name) {
        return engine + "\n" + name;
    }

    private ConcurrentMap<String, Boolean> modules(String engine, String name) {
        return needs.computeIfAbsent(key(engine, name), absent -> new ConcurrentHashMap<>());
    }

    /** Says that this module needs a name, or is going to; another that is removing it finishes first. */
    public void need(String engine, String name) {
        Map<String, Boolean> modules = modules(engine, name);
        synchronized (modules) {
            modules.put(file, true);
        }
    }

    /** Says that this module needs nothing any more, as it has ended, however that came. */
    public void end() {
        needs.values().forEach(modules -> {
            synchronized (modules) {
                modules.replace(file, false);
            }
        });
    }

    /** Returns whether this module has pulled or found a name in this build. */
    boolean isKnown(String engine, String name) {
        return modules(engine, name).containsKey(file);
    }

    /** Returns whether another module needs a name. */
    boolean isNeededByAnother(String engine, String name) {
        return modules(engine, name).entrySet().stream()
                .anyMatch(module -> module.getValue() && !module.getKey().equals(file));
    }

    /**
     * Says that this module no longer needs a name, and if no other does, takes a step, during which no other module
     * gets to need it.
     *
     * @param last takes the records that may have something on the name
     * @return whether the step was taken
     */
    boolean release(String engine, String name, Consumer<List<PullRecord>> last) {
        Map<String, Boolean> modules = modules(engine, name);
        synchronized (modules) {
            modules.replace(file, false);
            if (modules.containsValue(true)) {
                return false;
            }
            last.accept(records(modules.keySet().stream()));
            return true;
        }
    }

    /** Forgets, in all records, what pulls did to a name that is removed whoever brought it. */
    void forget(String engine, String name) {
        Map<String, Boolean> modules = modules(engine, name);
        synchronized (modules) {
            modules.replaceAll((module, needed) -> false);
            records(modules.keySet().stream()).forEach(record -> record.forget(engine, name));
        }
    }

    private List<PullRecord> records(Stream<String> files) {
        return Stream.concat(Stream.of(file), files)
                .distinct()
                .map(this::record)
                .toList();
    }

    /** Returns the ids of the images that pulls of this build, or earlier ones of its modules, brought to an engine. */
    Set<String> brought(String engine) {
        Set<String> brought = new HashSet<>();
        Set<String> there = new HashSet<>();
        records(needs.values().stream().flatMap(modules -> modules.keySet().stream())).stream()
                .flatMap(record -> record.changes(engine).stream())
                .forEach(change -> {
                    brought.addAll(change.brought());
                    there.addAll(change.going() ? Set.of() : change.there());
                });
        brought.removeAll(there);
        return brought;
    }
}
