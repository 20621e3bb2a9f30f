package io.github.ecrmaven.mojo;

import io.github.ecrmaven.CheckReport;
import io.github.ecrmaven.ImageChecker;
import io.github.ecrmaven.ImageToPull;
import io.github.ecrmaven.aws.Aws;
import io.github.ecrmaven.aws.Callers;
import io.github.ecrmaven.aws.EcrImages;
import io.github.ecrmaven.image.ExplainedException;
import java.io.File;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Pulls nothing, and answers: would it work? It shows the container engine, whose credentials each registry is signed
 * in to with and how long they last, and of each image the digest, the platforms, the size, and whether the engine has
 * it already. It fails if anything is wrong, and says everything that is, in one run.
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
     * A file to write the same to as JSON, such as <code>target/ecr.json</code>; also if something is wrong. Folders
     * that do not exist are made. Sizes are in bytes, times in ISO 8601, and what is unknown is <code>null</code>.
     *
     * <pre>{@code
     * {
     *   "engine" : {                           null where none answers
     *     "address" : "unix:///var/run/docker.sock",
     *     "chosenBy" : "DOCKER_HOST",
     *     "product" : "Docker",                or Podman
     *     "version" : "28.5.2",
     *     "apiVersion" : "1.44",               that it is spoken to in
     *     "newestApiVersion" : "1.51",
     *     "minApiVersion" : "1.24",
     *     "os" : "linux",
     *     "architecture" : "amd64",
     *     "store" : "overlay2"
     *   },
     *   "registries" : [ {
     *     "host" : "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
     *     "account" : "123456789012",
     *     "region" : "eu-west-1",
     *     "credentials" : "AWS profile 'dev'", where they come from
     *     "callerArn" : "arn:aws:iam::123456789012:user/me",
     *     "callerAccount" : "123456789012",
     *     "signedIn" : true,                   whether there is a token
     *     "tokenExpiresAt" : "2026-11-23T21:14:05Z",
     *     "notes" : [ ],                       what is unknown, and why
     *     "images" : [ {
     *       "name" : "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.4",
     *       "platform" : "linux/arm64",        the one asked for
     *       "exists" : true,
     *       "digest" : "sha256:…",
     *       "platforms" : [ "linux/amd64", "linux/arm64" ],
     *       "size" : 31457280,                 compressed, for the platform asked for, else the engine's, else the first
     *       "inEngine" : false,
     *       "notes" : [ ]
     *     } ]
     *   } ],
     *   "problems" : [ ]                       everything that is wrong
     * }
     * }</pre>
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
    void run() {
        List<String> bad = new ArrayList<>();
        CheckReport report;
        try {
            Registries registries = registries();
            List<ImageToPull> images = images(image -> toPull(image, registries), bad::add);
            if (images.isEmpty() && bad.isEmpty()) {
                return;
            }
            report = check(images, registries);
        } catch (ExplainedException e) {
            // What is configured contradicts itself, so that there is nothing to check.
            written(new CheckReport(null, List.of(), List.of(e.getMessage())));
            throw e;
        }
        for (String image : bad) {
            report = report.and("bad image " + image);
        }
        new CheckText(Clock.system(ZoneId.systemDefault())).lines(report).forEach(getLog()::info);
        written(report).throwIfAnyProblem();
        getLog().info(report.success());
    }

    private CheckReport check(List<ImageToPull> images, Registries registries) {
        try (Aws aws = aws(registries)) {
            return new ImageChecker(this::connect, new Callers(aws), tokens(aws), new EcrImages(aws), offline())
                    .check(images);
        }
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
