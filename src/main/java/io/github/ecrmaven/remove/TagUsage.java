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
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tracks which modules of a build still need an image name, and the journals in which these modules record their pulls.
 * Each module has its own view.
 */
public final class TagUsage {
    /** Marks a name of which a module has already logged that it is kept. */
    private static final String KEPT = "kept\n";

    private final ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs;
    private final String file;
    private final Set<String> files = new LinkedHashSet<>();

    /**
     * Creates the view of one module.
     *
     * @param needs shared by all modules of the build. Key: engine and name; value: the journal files of the modules
     *     that pulled or found the name, and whether each still needs it. It contains types of the JDK only, because
     *     Maven may load this plugin in several class loaders
     * @param file the module's journal; null if there is no POM, and so no directory for it
     */
    public TagUsage(ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs, Path file) {
        this.needs = needs;
        this.file = file == null ? "" : file.toString();
        files.add(this.file);
    }

    /** Returns the view of this module, with the journals of other modules in addition to its own. */
    public TagUsage with(Collection<TagUsage> others) {
        var all = new TagUsage(needs, file.isEmpty() ? null : Path.of(file));
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

    /** Returns the journal of this module and those of all modules that have pulled or found an image. */
    public List<PullJournal> journals() {
        return journals(needs.values().stream().flatMap(modules -> modules.keySet().stream()));
    }

    private List<PullJournal> journals(Stream<String> ofBuild) {
        return Stream.concat(files.stream(), ofBuild)
                .distinct()
                .map(TagUsage::journal)
                .toList();
    }

    private static String key(String engine, String name) {
        return engine + "\n" + name;
    }

    private ConcurrentMap<String, Boolean> modules(String engine, String name) {
        return needs.computeIfAbsent(key(engine, name), absent -> new ConcurrentHashMap<>());
    }

    /** Records that this module is going to pull, so that its journal is read with those of the others. */
    public void announce() {
        modules("", "").put(file, false);
    }

    /** Records that this module needs a name. Waits while another module removes it. */
    public void need(String engine, String name) {
        exclusively(engine, name, () -> modules(engine, name).put(file, true));
    }

    /** Takes a step during which no module removes the name, tags another image with it, or begins to need it. */
    public void exclusively(String engine, String name, Runnable step) {
        Map<String, Boolean> modules = modules(engine, name);
        synchronized (modules) {
            step.run();
        }
    }

    /** Records that this module has ended, successfully or not, and needs no name any more. */
    public void end() {
        needs.values().forEach(modules -> {
            synchronized (modules) {
                modules.replace(file, false);
            }
        });
    }

    /** Returns why nothing is restored for a name that the engine has: no journal has an entry for it. */
    String whyNotRestored(String engine, String name) {
        if (modules(engine, name).keySet().stream().anyMatch(files::contains)) {
            return "it was there before";
        }
        return files.size() == 1
                ? journal().whyUnknown()
                : "neither " + file + " nor that of another module says that ecr:pull pulled it";
    }

    /** Returns whether another module needs a name. */
    boolean isNeededByAnother(String engine, String name) {
        return isNeededByAnother(modules(engine, name));
    }

    private boolean isNeededByAnother(Map<String, Boolean> modules) {
        return modules.entrySet().stream()
                .anyMatch(module -> module.getValue() && !module.getKey().equals(file));
    }

    /** Asks for the names only if another module needs any: in most builds there is none. */
    private boolean isOneNeededByAnother(String engine, Supplier<List<String>> names) {
        return needs.values().stream().anyMatch(this::isNeededByAnother)
                && names.get().stream().anyMatch(name -> isNeededByAnother(engine, name));
    }

    /** Records that this module no longer needs names. */
    void release(String engine, Collection<String> names) {
        names.forEach(
                name -> exclusively(engine, name, () -> modules(engine, name).replace(file, false)));
    }

    /**
     * If no module needs a name any more, takes a step, during which no module can begin to need it; otherwise logs,
     * once in a build, that it is kept.
     *
     * @param others returns the names that are lost with it
     * @param step receives the journals that may have entries for the name
     * @return whether the step was taken
     */
    boolean removeUnlessNeeded(
            String engine,
            String name,
            Supplier<List<String>> others,
            Consumer<List<PullJournal>> step,
            Consumer<String> log) {
        Map<String, Boolean> modules = modules(engine, name);
        synchronized (modules) {
            if (modules.containsValue(true) || isOneNeededByAnother(engine, others)) {
                if (needs.putIfAbsent(KEPT + key(engine, name), new ConcurrentHashMap<>()) == null) {
                    log.accept(name + " is kept: another module of this build needs it");
                }
                return false;
            }
            step.accept(journals(modules.keySet().stream()));
            return true;
        }
    }

    /** Deletes the entries for a name from all journals, because the name was removed. */
    void forget(ContainerEngine engine, String name) {
        String address = engine.address();
        exclusively(
                address,
                name,
                () -> journals(modules(address, name).keySet().stream())
                        .forEach(journal -> journal.forget(journal.entries(engine, name))));
    }
}
