package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.lock.ImageLocker;
import io.github.ecrmaven.lock.LockChanges;
import io.github.ecrmaven.lock.LockFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A run of ecr:lock: writes the digests of all tags to the lock files of its modules.
 *
 * @param goal the goal whose log and AWS settings are used
 */
record LockRun(AbstractRegistryMojo goal) {
    /**
     * The images of one module, as one execution configures them.
     *
     * @param goal the goal as the execution configures it
     * @param file the lock file to write
     * @param registries the registries that the images are in
     * @param images the images to lock
     */
    record Module(AbstractRegistryMojo goal, Path file, Registries registries, List<ImageToPull> images) {
        /**
         * Reads the images that can be read, and checks the lock file.
         *
         * @param problems receives the other images, with the reason
         */
        static Module of(AbstractRegistryMojo goal, ModuleProblems problems) {
            Path file = goal.lock().path();
            Registries registries = goal.registries();
            return new Module(
                    goal, file, registries, goal.imagesToPull(registries, UnaryOperator.identity(), problems));
        }

        private List<ImageReference> lock(SharedAws aws) {
            SharedAws.Session session = aws.with(registries);
            var digests = new ManifestDigests(session.aws(), goal.log()::info);
            return new ImageLocker(session.tokens(), digests, goal.log()::info).lock(images);
        }
    }

    /**
     * Locks the images of goals.
     *
     * @throws ExplainedException if a digest cannot be found out, or a file cannot be written
     */
    void run(List<? extends AbstractRegistryMojo> goals) {
        if (goal.isOffline()) {
            throw ExplainedException.configuration(
                    "Maven is offline, but only registries know the digests of tags: run ecr:lock without -o");
        }
        List<Module> modules = ModuleProblems.readAll(goals, Module::of);
        Map<Path, List<ImageReference>> locked = new LinkedHashMap<>();
        var failures = new Problems();
        try (SharedAws aws = goal.sharedAws(goal.log()::info, goal.context()::warnOnce)) {
            modules.forEach(module -> failures.collect(() -> {
                locked.computeIfAbsent(module.file(), file -> new ArrayList<>()).addAll(module.lock(aws));
            }));
        }
        failures.throwIfAny();
        boolean isForAll = new LockScope(goal).isForAllImages();
        Path top = Path.of(goal.context().session().getExecutionRootDirectory())
                .toAbsolutePath()
                .normalize();
        // Another build may have modules that share a file above.
        locked.forEach(
                (file, images) -> update(file, images.stream().distinct().toList(), isForAll && file.startsWith(top)));
    }

    /**
     * Updates a lock file, one module at a time: modules that run at once may share it.
     *
     * @param isComplete whether these are all images that the file is for
     */
    private void update(Path file, List<ImageReference> images, boolean isComplete) {
        GoalContext context = goal.context();
        synchronized (context.session().getRequest().getData()) {
            LockFile before = LockFile.read(file, context::lockCommand);
            LockFile after = before.with(images, !isComplete);
            after.writeIfChanged(before);
            var changes = new LockChanges(before, after);
            changes.lines().forEach(goal.log()::info);
            goal.log().info(changes.summary(images.size()));
        }
    }
}
