package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.pull.Display;
import io.github.ecrmaven.pull.ImagePuller;
import io.github.ecrmaven.pull.ModulePull;
import io.github.ecrmaven.pull.PullOptions;
import io.github.ecrmaven.pull.PullReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run of ecr:pull: pulls the images of its modules, and tells later plugins about images and credentials.
 *
 * @param goal the goal that Maven runs
 */
record PullRun(AbstractRegistryMojo goal) {
    /**
     * The images of one module, as one execution configures them.
     *
     * @param goal the goal as the execution configures it, with the engine that is pulled to
     * @param options how to pull
     * @param registries the registries that it signs in to
     * @param images the images that it pulls
     * @param dockerAuthProperty the property for credentials; null for none
     */
    record Module(
            AbstractRegistryMojo goal,
            PullOptions options,
            Registries registries,
            List<ImageToPull> images,
            String dockerAuthProperty) {
        /**
         * Reads the images that can be read.
         *
         * @param problems receives the other images, with the reason
         */
        static Module of(
                AbstractRegistryMojo goal, PullOptions options, String dockerAuthProperty, ModuleProblems problems) {
            Registries registries = goal.registries();
            LockFile lock = goal.lock();
            List<ImageToPull> images = goal.imagesToPull(registries, lock::lock, problems);
            lock.requireAll(images);
            return new Module(goal, options, registries, images, dockerAuthProperty);
        }

        /** Returns the engine and the options: modules that have the same are one pull. */
        private List<Object> settings() {
            return List.of(goal.engine().choice(), options);
        }

        private ModulePull pull(SharedAws aws) {
            SharedAws.Session session = aws.with(registries);
            return new ModulePull(
                    goal.moduleName(),
                    images,
                    session.tokens(),
                    new EcrImages(session.aws()),
                    goal.context().tagUsage());
        }

        private Stream<ImageParameter> servicesByMirrorAndDigest() {
            Mirrors mirrors = goal.mirrors();
            return goal.images().all().stream()
                    .filter(image -> image.isOfComposeFile()
                            && image.reference().digest() != null
                            && mirrors.has(image.toString()));
        }

        private void storeCredentials(SharedAws aws, Consumer<String> log) {
            if (dockerAuthProperty != null) {
                AuthorizationTokens tokens = aws.with(registries).tokens();
                new DockerAuthProperty(
                                dockerAuthProperty,
                                goal.context().project().getProperties(),
                                goal.context().environment())
                        .store(registries.with(images), tokens, goal.isOffline(), log, goal.context()::warnOnce);
            }
        }
    }

    void run(List<Module> modules) {
        List<Module> pulling =
                modules.stream().filter(module -> !module.images().isEmpty()).toList();
        warnOfOffline(pulling);
        try (Display display = DisplayFactory.of(goal.context())) {
            Consumer<String> log = line -> display.print(line, goal.log()::info);
            Consumer<String> warnings = line -> display.print(line, goal.context()::warnOnce);
            try (SharedAws aws = goal.sharedAws(log, warnings)) {
                var failures = new Problems();
                for (List<Module> group : groupedBySettings(pulling)) {
                    failures.collect(() -> pull(group, aws, display, log, warnings));
                    if (!failures.isEmpty() && group.get(0).options().failFast()) {
                        break;
                    }
                }
                failures.throwIfAny();
                // After the pull, which may have renewed a token.
                modules.forEach(module -> module.storeCredentials(aws, log));
            }
        }
    }

    /** Groups modules that are one pull. A module alone, as in most builds, is compared with none. */
    private static Collection<List<Module>> groupedBySettings(List<Module> modules) {
        return modules.size() < 2
                ? modules.stream().map(List::of).toList()
                : modules.stream()
                        .collect(Collectors.groupingBy(Module::settings, LinkedHashMap::new, Collectors.toList()))
                        .values();
    }

    /** Warns where a newer image is wanted, if there is one, and no registry is asked. */
    private void warnOfOffline(List<Module> modules) {
        if (!goal.isOffline()) {
            return;
        }
        String always = modules.stream()
                .flatMap(module -> module.images().stream())
                .filter(image -> image.policy() == PullPolicy.ALWAYS)
                .map(image -> image.declared().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        if (!always.isEmpty()) {
            goal.log()
                    .warn("Maven is offline: the engine's images are used, though the pull policy is Always: "
                            + always);
        }
    }

    private void pull(
            List<Module> modules, SharedAws aws, Display display, Consumer<String> log, Consumer<String> warnings) {
        List<ModulePull> pulls = new ArrayList<>();
        for (Module module : modules) {
            module.goal().context().outputs().begin();
            pulls.add(module.pull(aws));
        }
        EngineParameters engine = modules.get(0).goal().engine();
        PullOptions options = modules.get(0).options();
        PullReport report = new ImagePuller(
                        () -> engine.connect(options.stallTimeout(), warnings),
                        new BuildImageCache(goal.context().buildCache()),
                        options,
                        display,
                        log)
                .pull(pulls);
        for (Module module : modules) {
            module.goal().context().outputs().write(report.of(module.images()));
        }
        report.throwIfFailed();
        warnOfDigests(modules, engine, warnings);
    }

    /**
     * Warns of images that compose looks for by their digest and does not find: Docker's overlay2 store knows a digest
     * only in the repository that the image was pulled from, here that of the mirror.
     */
    private static void warnOfDigests(List<Module> modules, EngineParameters parameters, Consumer<String> warnings) {
        List<ImageParameter> images = modules.stream()
                .flatMap(module -> module.servicesByMirrorAndDigest())
                .toList();
        if (images.isEmpty()) {
            return;
        }
        try (ContainerEngine engine = parameters.connect(ContainerEngine.STALL_TIMEOUT, warnings)) {
            for (ImageParameter image : images) {
                if (engine.images().find(image.reference().engineName()).isEmpty()) {
                    warnings.accept(
                            engine + " does not find " + image.written() + " by its digest, as it was pulled by a"
                                    + " mirror, so that compose pulls it from "
                                    + image.reference().registry()
                                    + ". Write it without the digest, and lock it with ecr:lock");
                }
            }
        }
    }
}
