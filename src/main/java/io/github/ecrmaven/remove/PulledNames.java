package io.github.ecrmaven.remove;

import io.github.ecrmaven.engine.ContainerEngine;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the pulls of a build did to names, as its modules write it down each in a journal of its own, and which of them
 * still need a name.
 */
public final class PulledNames {
    private final ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs;
    private final String file;
    private final Set<String> files = new LinkedHashSet<>();

    /**
     * Takes the place of one module.
     *
     * @param needs of the build, which its modules share: for an engine's name, the files of the modules that pulled or
     *     found it, with whether they still need it. It holds types of the JDK alone, because modules may have the
     *     classes of this plugin from different class loaders
     * @param file that is the module's journal; null where there is no POM, and so no place for one
     */
    public PulledNames(ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs, Path file) {
        this.needs = needs;
        this.file = file == null ? "" : file.toString();
        files.add(this.file);
    }

    /** Takes the place of one module, with the journals of others beside its own. */
    public PulledNames with(Collection<PulledNames> others) {
        var all = new PulledNames(needs, file.isEmpty() ? null : Path.of(file));
        others.forEach(other -> all.files.addAll(other.files));
        return all;
    }

    /** Returns the journal of this module. */
    public PullJournal journal() {
        return journal(file);
    }

    private static PullJournal journal(String path) {
        return new PullJournal(path.isEmpty() ? null : Path.of(path));
    }

    /** Returns the journals of all modules that have pulled or found something, and of this one. */
    public List<PullJournal> journals() {
        return journals(needs.values().stream().flatMap(modules -> modules.keySet().stream()));
    }

    private List<PullJournal> journals(Stream<String> ofBuild) {
        return Stream.concat(files.stream(), ofBuild)
                .distinct()
                .map(PulledNames::journal)
                .toList();
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

    /** Says why there is nothing to set back of a name that the engine has. */
    String silence(String engine, String name) {
        if (modules(engine, name).keySet().stream().anyMatch(files::contains)) {
            return "it was there before";
        }
        return files.size() == 1
                ? journal().silence()
                : "neither " + file + " nor that of another module says that ecr:pull brought it";
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
     * @param last takes the journals that may have something on the name
     * @return whether the step was taken
     */
    boolean release(String engine, String name, Consumer<List<PullJournal>> last) {
        Map<String, Boolean> modules = modules(engine, name);
        synchronized (modules) {
            modules.replace(file, false);
            if (modules.containsValue(true)) {
                return false;
            }
            last.accept(journals(modules.keySet().stream()));
            return true;
        }
    }

    /** Forgets, in all journals, what pulls did to a name that is removed whoever brought it. */
    void forget(ContainerEngine engine, String name) {
        Map<String, Boolean> modules = modules(engine.address(), name);
        synchronized (modules) {
            modules.replaceAll((module, needed) -> false);
            journals(modules.keySet().stream()).forEach(journal -> journal.forget(journal.entries(engine, name)));
        }
    }
}
