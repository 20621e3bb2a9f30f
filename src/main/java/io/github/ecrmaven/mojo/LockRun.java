package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.lock.ImageLocker;
import io.github.ecrmaven.lock.LockChanges;
import io.github.ecrmaven.lock.LockFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A run of ecr:lock: writes the digests of all tags to the lock files of its modules.
 *
 * @param goal whose log and AWS settings are used
 */
record LockRun(AbstractRegistryMojo goal) {
    /**
     * Locks the images of goals.
     *
     * @throws ExplainedException when a digest cannot be found out, or a file cannot be written
     */
    void run(List<? extends AbstractRegistryMojo> goals) {
        if (goal.isOffline()) {
            throw ExplainedException.configuration(
                    "Maven is offline, but only registries know the digests of tags: run ecr:lock without -o");
        }
        // Reads the files before any registry is asked, so that a damaged one fails at once.
        Map<Path, List<AbstractRegistryMojo>> byFile = goals.stream()
                .collect(Collectors.groupingBy(other -> other.lock().path(), LinkedHashMap::new, Collectors.toList()));
        try (SharedAws aws = goal.sharedAws(goal.getLog()::info, goal.context()::warnOnce)) {
            byFile.values().forEach(sharing -> {
                List<ImageReference> locked = sharing.stream()
                        .flatMap(other -> locked(other, aws).stream())
                        .distinct()
                        .toList();
                LockChanges changes = update(sharing.get(0), locked);
                changes.lines().forEach(goal.getLog()::info);
                goal.getLog().info(changes.summary(locked.size()));
            });
        }
    }

    private List<ImageReference> locked(AbstractRegistryMojo other, SharedAws aws) {
        Registries registries = other.registries();
        var problems = new ModuleProblems(List.of(other));
        List<ImageToPull> images = other.imagesToPull(registries, UnaryOperator.identity(), problems);
        problems.throwIfAny();
        SharedAws.Session session = aws.with(registries);
        var digests = new ManifestDigests(session.aws(), other.getLog()::info);
        return new ImageLocker(session.tokens(), digests, other.getLog()::info).lock(images);
    }

    /** Updates a lock file, one module at a time, as modules may share it. */
    private static LockChanges update(AbstractRegistryMojo other, List<ImageReference> images) {
        GoalContext context = other.context();
        synchronized (context.session().getRequest().getData()) {
            LockFile before = other.lock();
            LockFile after = before.with(images, LockFileImages.keptLines(before.path(), context));
            after.writeIfChanged(before);
            return new LockChanges(before, after);
        }
    }
}
