package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.check.CheckReport;
import io.github.ecrmaven.check.CheckedImage;
import io.github.ecrmaven.check.CheckedRegistry;
import io.github.ecrmaven.ecr.EcrImage;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Sample reports of {@code ecr:check}. */
final class CheckReports {
    static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    static final String DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    static final String MOVED = "sha256:" + "2".repeat(64);
    static final Instant NOW = Instant.parse("2026-11-23T09:14:05Z");
    static final EngineDescription DOCKER = new EngineDescription(
            "Docker",
            "28.5.2",
            "unix:///var/run/docker.sock",
            "DOCKER_HOST",
            "1.44",
            "1.51",
            "1.24",
            "linux",
            "amd64",
            "overlay2");

    private static final Caller DEVELOPER =
            new Caller("AWS profile 'dev'", "arn:aws:iam::123456789012:user/me", "123456789012", null);

    private CheckReports() {}

    /** Returns a report without problems: an image for two platforms, and one by digest for one platform. */
    static CheckReport allIsWell() {
        return new CheckReport(
                DOCKER,
                List.of(registry(
                        new CheckedImage(
                                image("team/app:1.4", null),
                                found(32_416_000L, "linux/amd64", "linux/arm64"),
                                false,
                                null),
                        new CheckedImage(
                                image("team/db@" + DIGEST, "linux/arm64"),
                                found(131_400_000L, "linux/arm64"),
                                true,
                                MOVED))),
                List.of());
    }

    /** Returns a report with no engine, a registry that cannot be signed in to, and a registry that lacks an image. */
    static CheckReport allIsWrong() {
        var lost = new CheckedImage(image("team/app:1.4", null), EcrImage.unknown(), null, null);
        var absent = new CheckedImage(
                image("team/app:9", null),
                new EcrImage(
                        false,
                        null,
                        List.of(),
                        null,
                        List.of("ECR has no tag 9"),
                        List.of("archived or absent; which of them is unknown, because AWS denies ecr:DescribeImages")),
                null,
                null);
        return new CheckReport(
                null,
                List.of(
                        new CheckedRegistry(EcrRegistry.parse(HOST), null, false, null, List.of(), List.of(lost)),
                        new CheckedRegistry(
                                EcrRegistry.parse(HOST),
                                new Caller("ECR token of settings.xml server 'ci'", null, null, "not said"),
                                true,
                                null,
                                List.of("images not checked: it is a token", "another note"),
                                List.of(absent))),
                List.of("no container engine", "team/app:9: ECR has no tag 9"));
    }

    static CheckedRegistry registry(CheckedImage... images) {
        return new CheckedRegistry(
                EcrRegistry.parse(HOST),
                DEVELOPER,
                true,
                Instant.parse("2026-11-23T21:13:00Z"),
                List.of(),
                List.of(images));
    }

    static ImageToPull image(String name, String platform) {
        return new ImageToPull(
                new EngineNames(ImageReference.parse(HOST + "/" + name), null, null),
                EcrRegistry.parse(HOST),
                platform == null ? null : Platform.parse(platform),
                PullPolicy.ALWAYS,
                null);
    }

    static EcrImage found(Long size, String... platforms) {
        return new EcrImage(
                true, DIGEST, Stream.of(platforms).map(Platform::parse).toList(), size, List.of(), List.of());
    }
}
