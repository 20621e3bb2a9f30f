package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CallerLookup;
import io.github.ecrmaven.check.CheckReport;
import io.github.ecrmaven.check.ImageChecker;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.lock.LockFile;
import java.io.File;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A run of ecr:check: checks the images of its modules, and shows one report of all.
 *
 * @param goal the goal whose log and AWS settings are used
 * @param output the file to write the report to as JSON; null for none
 */
record CheckRun(AbstractRegistryMojo goal, File output) {
    private static final CheckReport EMPTY = CheckReport.of(List.of());

    /**
     * Checks the images of goals.
     *
     * @throws ExplainedException if anything is wrong
     */
    void run(List<? extends AbstractRegistryMojo> goals) {
        List<CheckReport> reports = new ArrayList<>();
        var problems = new ModuleProblems(goals);
        try (SharedAws aws = goal.sharedAws(goal.log()::info, goal.context()::warnOnce)) {
            Set<Object> checked = new HashSet<>();
            problems.collect(goals, other -> reports.add(check(other, aws, checked, problems)));
        }
        CheckReport report = reports.stream().reduce(EMPTY, CheckReport::and).and(CheckReport.of(problems.messages()));
        problems.collect(() -> write(report));
        if (reports.isEmpty()) {
            // Every configuration contradicts itself, so that nothing could be checked.
            problems.throwIfAny();
        }
        new CheckText(Clock.system(ZoneId.systemDefault()), DisplayFactory.lineWidth(goal.context()))
                .lines(report)
                .forEach(goal.log()::info);
        // One more problem if the file could not be written.
        report.and(CheckReport.of(problems.messages())).throwIfAnyProblem();
        goal.log().info(report.success());
    }

    /**
     * Checks the images of one goal.
     *
     * @param checked the images that other goals have checked in the same way
     * @param problems receives the images that cannot be read
     */
    private CheckReport check(AbstractRegistryMojo other, SharedAws aws, Set<Object> checked, ModuleProblems problems) {
        int before = problems.messages().size();
        Registries registries = other.registries();
        LockFile lock = other.lock();
        SharedAws.Session session = aws.with(registries);
        List<ImageToPull> all = other.imagesToPull(registries, lock::lock, problems);
        problems.collect(() -> lock.requireAll(all));
        List<ImageToPull> images = all.stream()
                // An image that may not be pulled is not looked for in its registry.
                .filter(image -> checked.add(List.of(
                        image.key(),
                        image.mayBePulled(other.isOffline()),
                        session,
                        other.engine().choice())))
                .toList();
        if (images.isEmpty() && problems.messages().size() == before) {
            return EMPTY;
        }
        return new ImageChecker(
                        other.engine()::connect,
                        new CallerLookup(session.aws()),
                        session.tokens(),
                        new EcrImages(session.aws()),
                        new ManifestDigests(session.aws(), other.log()::info),
                        lock,
                        other.isOffline())
                .check(images);
    }

    private void write(CheckReport report) {
        if (output != null) {
            CheckJson.write(report, output.toPath());
        }
    }
}
