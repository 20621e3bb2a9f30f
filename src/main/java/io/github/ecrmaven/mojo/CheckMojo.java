package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Callers;
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
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Pulls nothing, and answers: would it work? It shows the container engine, whose credentials each registry is signed
 * in to with and how long they last, and of each image the digest, the platforms, the size, and whether the engine has
 * it already. It fails if anything is wrong, and says everything that is, in one run.
 *
 * <p>Where there is a <code>lockFile</code>, images are checked at their locked digests, one that the file lacks is
 * wrong, and tags that have moved since are told, which is nothing wrong.
 *
 * <p>It asks for what a pull needs: <code>ecr:GetAuthorizationToken</code>, <code>ecr:BatchGetImage</code> and <code>
 * ecr:GetDownloadUrlForLayer</code>. Where AWS does not tell more than that, as whose the credentials are, it says so
 * and goes on.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", requiresProject = false, threadSafe = true)
public final class CheckMojo extends AbstractRegistryMojo {
    /**
     * A file to write the same to as JSON, such as <code>target/ecr.json</code>, also if something is wrong. Folders
     * that do not exist are made. It is an object with these fields, of which what is unknown is <code>null</code>:
     *
     * <ul>
     *   <li><code>engine</code>, <code>null</code> where none answers: <code>address</code>, <code>chosenBy</code> (the
     *       setting that chose it), <code>product</code> (<code>Docker</code> or <code>Podman</code>), <code>version
     *       </code>, <code>apiVersion</code> (that it is spoken to in), <code>newestApiVersion</code>, <code>
     *       minApiVersion</code>, <code>os</code>, <code>architecture</code>, <code>store</code>
     *   <li><code>registries</code>, an array, for each: <code>host</code>, <code>account</code>, <code>region</code>,
     *       <code>credentials</code> (where they come from), <code>callerArn</code>, <code>callerAccount</code>, <code>
     *       signedIn</code> (whether there is a token), <code>tokenExpiresAt</code> (ISO 8601, in UTC), <code>notes
     *       </code> (what is unknown or odd, an array), <code>images</code>
     *   <li><code>images</code> of a registry, an array, for each: <code>name</code>, <code>platform</code> (the one
     *       asked for), <code>exists</code>, <code>digest</code>, <code>tagDigest</code> (the one that the tag of a
     *       locked image has now, which is another if it has moved), <code>platforms</code> (an array, such as <code>
     *       ["linux/amd64", "linux/arm64"]</code>), <code>size</code> (in bytes, compressed, for the platform asked
     *       for, else the engine's, else the first), <code>inEngine</code>, <code>notes</code>
     *   <li><code>problems</code>, an array of texts: everything that is wrong; empty if a pull would work
     * </ul>
     *
     * @since 0.1.0
     */
    @Parameter(property = "ecr.output")
    private File output;

    /** Made by Maven. */
    @Inject
    public CheckMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    void run(List<AbstractEcrMojo> goals) {
        List<CheckReport> found = new ArrayList<>();
        var problems = new ModuleProblems(goals);
        try (SharedAws aws = sharedAws(getLog()::info, getLog()::warn)) {
            Set<Object> checked = new HashSet<>();
            goals.stream()
                    .map(CheckMojo.class::cast)
                    .forEach(goal -> problems.collect(goal, () -> found.add(goal.check(aws, checked, problems))));
        }
        CheckReport report = found.stream().reduce(new CheckReport(null, List.of(), List.of()), CheckReport::and);
        for (String problem : problems.messages()) {
            report = report.and(problem);
        }
        if (found.isEmpty()) {
            // What is configured contradicts itself, so that there is nothing to check.
            written(report);
            problems.throwIfAny();
        }
        new CheckText(Clock.system(ZoneId.systemDefault())).lines(report).forEach(getLog()::info);
        written(report).throwIfAnyProblem();
        getLog().info(report.success());
    }

    /**
     * Checks the images of one configuration of the goal.
     *
     * @param checked what the others have checked: images, and how their registries are signed in to
     * @param problems takes images that cannot be read
     */
    private CheckReport check(SharedAws shared, Set<Object> checked, ModuleProblems problems) {
        int before = problems.messages().size();
        Registries registries = registries();
        LockFile lock = lock();
        SharedAws.Session session = shared.with(registries);
        List<ImageToPull> images = images(image -> toPull(image, registries, lock::lock), problems).stream()
                .filter(image -> checked.add(List.of(image.reference(), String.valueOf(image.platform()), session)))
                .toList();
        if (images.isEmpty() && problems.messages().size() == before) {
            return new CheckReport(null, List.of(), List.of());
        }
        return new ImageChecker(
                        this::connect,
                        new Callers(session.aws()),
                        session.tokens(),
                        new EcrImages(session.aws()),
                        new ManifestDigests(session.aws(), getLog()::info),
                        lock,
                        offline())
                .check(images);
    }

    private CheckReport written(CheckReport report) {
        if (output == null) {
            return report;
        }
        try {
            CheckJson.write(report, output.toPath());
            return report;
        } catch (ExplainedException e) {
            return report.and(e.getMessage());
        }
    }
}
