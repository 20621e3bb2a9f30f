package io.github.ecrmaven.mojo;

import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.image.SafeMessage;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.remove.ImageRemover;
import io.github.ecrmaven.remove.RemovalLog;
import io.github.ecrmaven.remove.RemoveOptions;
import io.github.ecrmaven.remove.TagUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A run of ecr:remove: removes the images of its modules, those that other modules still need only at the end of the
 * build.
 *
 * @param context the context of the goal that Maven runs
 */
record RemoveRun(GoalContext context) {
    /**
     * The images of one module, as one execution configures them.
     *
     * @param goal the goal as the execution configures it
     * @param options how to remove
     * @param images the images to remove
     */
    record Module(AbstractEcrMojo goal, RemoveOptions options, List<EngineNames> images) {
        /**
         * Reads the images that can be read.
         *
         * @param problems receives the other images, with the reason
         */
        static Module of(AbstractEcrMojo goal, RemoveOptions options, ModuleProblems problems) {
            LockFile lock = goal.lock();
            Mirrors mirrors = goal.mirrors();
            return new Module(
                    goal, options, goal.readImages(image -> image.engineNames(lock::lock, mirrors), problems));
        }

        /** Removes images, but for those that other modules still need. */
        private void remove(
                List<EngineNames> some,
                EngineAddress address,
                TagUsage usage,
                RemovalLog log,
                Consumer<EngineNames> needed) {
            try (ContainerEngine engine = goal.engine().connect(address)) {
                new ImageRemover(engine, new BuildImageCache(goal.context().buildCache()), usage, options, log)
                        .remove(some, needed);
            }
        }
    }

    void run(List<Module> modules) {
        // Each module has its own journal of what its pulls changed.
        TagUsage usage = context.tagUsage()
                .with(modules.stream()
                        .map(module -> module.goal().context().tagUsage())
                        .toList());
        var failures = new Problems();
        Set<Object> removed = new HashSet<>();
        RemovalLog log = removalLog();
        modules.forEach(module -> failures.collect(() -> remove(module, removed, usage, log)));
        failures.throwIfAny();
        if (!removed.isEmpty()) {
            context.log().info(log.summary());
        }
    }

    private RemovalLog removalLog() {
        return new RemovalLog(context.log()::info, context.log()::debug, context.log()::warn);
    }

    private void remove(Module module, Set<Object> removed, TagUsage usage, RemovalLog log) {
        EngineAddress address = module.goal().engine().address();
        List<EngineNames> images = module.images().stream()
                // The first execution of a module counts, and modules that remove alike do so once.
                .filter(image -> removed.add(List.of(module.goal().moduleName(), image, address.text()))
                        && removed.add(List.of(image, module.options(), address.text())))
                .toList();
        if (images.isEmpty()) {
            return;
        }
        context.endModules(context.isCalled());
        DeferredRemovals deferred = context.deferredRemovals();
        List<EngineNames> left = new ArrayList<>(images);
        module.remove(images, address, usage, log, image -> {
            left.remove(image);
            deferred.put(key(image, address), () -> removeAtEndOfBuild(module, image, address, usage));
        });
        left.forEach(image -> deferred.drop(key(image, address)));
    }

    private static String key(EngineNames image, EngineAddress address) {
        return address.text() + " " + String.join(" ", image.all());
    }

    /**
     * Removes an image when no module needs it any more; a failure can no longer fail the build, so it is a warning.
     */
    private void removeAtEndOfBuild(Module module, EngineNames image, EngineAddress address, TagUsage usage) {
        try {
            context.endModules(true);
            context.log().info("Removing " + image.declared() + ", which other modules needed until now");
            module.remove(List.of(image), address, usage, removalLog(), needed -> {});
        } catch (RuntimeException e) {
            context.log().warn(SafeMessage.of(e));
        }
    }
}
