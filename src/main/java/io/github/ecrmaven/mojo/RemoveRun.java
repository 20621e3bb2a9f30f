package io.github.ecrmaven.mojo;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A run of ecr:remove: removes the images of its modules, those that other modules still need only at the end of the
 * build.
 *
 * @param context of the goal that Maven runs
 */
record RemoveRun(GoalContext context) {
    /**
     * The images of one module, as one execution configures them.
     *
     * @param goal as the execution configures it
     * @param options how to remove
     * @param images to remove
     */
    record Module(AbstractEcrMojo goal, RemoveOptions options, List<EngineNames> images) {
        /**
         * Reads the images that can be read.
         *
         * @param problems takes the other images, with the reason
         */
        static Module of(AbstractEcrMojo goal, RemoveOptions options, ModuleProblems problems) {
            LockFile lock = goal.lock();
            Mirrors mirrors = goal.mirrors();
            return new Module(goal, options, goal.readImages(image -> image.names(lock::lock, mirrors), problems));
        }

        /** Removes images, and returns those of them that other modules still need. */
        private List<EngineNames> remove(
                List<EngineNames> some, EngineAddress address, TagUsage usage, RemovalLog log) {
            try (ContainerEngine engine = goal.engine().connect(address)) {
                return new ImageRemover(engine, goal.context().buildCache(), usage, options, log).remove(some);
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
        List<EngineNames> needed = module.remove(images, address, usage, log);
        for (EngineNames image : images) {
            String name = address.text() + " " + image.reference().engineName();
            if (needed.contains(image)) {
                context.deferredRemovals().put(name, () -> removeAtEndOfBuild(module, image, address, usage));
            } else {
                context.deferredRemovals().drop(name);
            }
        }
    }

    /**
     * Removes an image when no module needs it any more; a failure can no longer fail the build, so it is a warning.
     */
    private void removeAtEndOfBuild(Module module, EngineNames image, EngineAddress address, TagUsage usage) {
        try {
            context.endModules(true);
            context.log().info("Removing " + image.declared() + ", which other modules needed until now");
            module.remove(List.of(image), address, usage, removalLog());
        } catch (RuntimeException e) {
            context.log().warn(SafeMessage.of(e));
        }
    }
}
