package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.check.CheckReport;
import io.github.ecrmaven.check.CheckedImage;
import io.github.ecrmaven.check.CheckedRegistry;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTextTest {
    private final Clock clock = Clock.fixed(CheckReports.NOW, ZoneId.of("Europe/Berlin"));

    @Test
    void showsAReportWithoutProblems() {
        assertThat(text(CheckReports.allIsWell())).isEqualTo("""
                Container engine
                  Address  unix:///var/run/docker.sock (DOCKER_HOST)
                  Version  Docker 28.5.2 for linux/amd64
                  API      1.44 (1.24 to 1.51)
                  Store    overlay2

                Registry 123456789012.dkr.ecr.eu-west-1.amazonaws.com
                  Credentials  AWS profile 'dev'
                  Caller       arn:aws:iam::123456789012:user/me of account 123456789012
                  Token        lasts until 2026-11-23 22:13 CET, 11 h 58 min

                  IMAGE                                    DIGEST               SIZE (MB)  IN ENGINE  PLATFORMS
                  team/app:1.4                             sha256:0123456789ab       32.4  no         linux/amd64, linux/arm64
                  team/db@sha256:0123456789ab linux/arm64  sha256:0123456789ab      131.4  yes        linux/arm64
                """);
    }

    @Test
    void showsBothNamesOfAnImageWithAMirror() {
        ImageToPull inEcr = CheckReports.image("docker-hub/library/postgres:16@" + CheckReports.DIGEST, null);
        var postgres = new ImageToPull(
                new EngineNames(inEcr.reference(), ImageReference.parse("postgres:16@" + CheckReports.DIGEST), null),
                inEcr.registry(),
                null,
                inEcr.policy(),
                null);
        CheckedRegistry registry = CheckReports.registry(
                new CheckedImage(postgres, CheckReports.found(1_000_000L, "linux/amd64"), true, null));

        assertThat(text(new CheckReport(CheckReports.DOCKER, List.of(registry), List.of())))
                .contains("  docker-hub/library/postgres:16 as postgres:16  sha256:0123456789ab  ");
    }

    @Test
    void showsUnknownValuesWithTheirReasons() {
        assertThat(text(CheckReports.allIsWrong())).isEqualTo("""
                Container engine
                  Address  none that answers

                Registry 123456789012.dkr.ecr.eu-west-1.amazonaws.com
                  Credentials  none that work, see the problem below
                  Caller       unknown
                  Token        none

                  IMAGE         DIGEST   SIZE (MB)  IN ENGINE  PLATFORMS
                  team/app:1.4  unknown          -  unknown    -

                Registry 123456789012.dkr.ecr.eu-west-1.amazonaws.com
                  Credentials  ECR token of settings.xml server 'ci'
                  Caller       unknown: not said
                  Token        does not say how long it lasts
                  Note         images not checked: it is a token
                  Note         another note

                  IMAGE       DIGEST     SIZE (MB)  IN ENGINE  PLATFORMS
                  team/app:9  not found          -  unknown    -
                  team/app:9: archived or absent; which of them is unknown, because AWS denies ecr:DescribeImages
                """);
    }

    @Test
    void showsAnEngineThatDoesNotReportItsPlatformOldestApiAndStore() {
        var engine =
                new EngineDescription("Podman", "4.3.1", "unix:///p.sock", "x", "1.41", "1.41", null, null, null, null);

        assertThat(text(new CheckReport(engine, List.of(), List.of()))).isEqualTo("""
                Container engine
                  Address  unix:///p.sock (x)
                  Version  Podman 4.3.1
                  API      1.41 (up to 1.41)
                  Store    unknown
                """);
    }

    @Test
    void manyPlatformsHaveSeveralLines() {
        var image = new CheckedImage(
                CheckReports.image("team/app:1.4", null),
                CheckReports.found(
                        1_000_000L, "linux/amd64", "linux/arm/v7", "linux/arm64", "linux/s390x", "windows/amd64"),
                false,
                null);

        assertThat(text(new CheckReport(CheckReports.DOCKER, List.of(CheckReports.registry(image)), List.of())))
                .endsWith("""
                  IMAGE         DIGEST               SIZE (MB)  IN ENGINE  PLATFORMS
                  team/app:1.4  sha256:0123456789ab        1.0  no         linux/amd64, linux/arm/v7,
                                                                           linux/arm64, linux/s390x,
                                                                           windows/amd64
                """);
    }

    @Test
    void wrapsPlatformsAndNamesOnANarrowTerminal() {
        var image = new CheckedImage(
                CheckReports.image("team/a-repository-with-a-long-name:1.4", null),
                CheckReports.found(1_000_000L, "linux/amd64", "linux/arm64"),
                false,
                null);
        var report = new CheckReport(CheckReports.DOCKER, List.of(CheckReports.registry(image)), List.of());

        assertThat(text(report, 73)).endsWith("""
                  IMAGE                 DIGEST        SIZE (MB)  IN ENGINE  PLATFORMS
                  team/a-repository-    0123456789ab        1.0  no         linux/amd64,
                  with-a-long-name:1.4                                      linux/arm64
                """);
    }

    @Test
    void showsATablePerImageOnAVeryNarrowTerminal() {
        assertThat(text(CheckReports.allIsWell(), 60)).endsWith("""
                  IMAGE      team/app:1.4
                  DIGEST     0123456789ab
                  SIZE (MB)  32.4
                  IN ENGINE  no
                  PLATFORMS  linux/amd64, linux/arm64

                  IMAGE      team/db@sha256:0123456789ab linux/arm64
                  DIGEST     0123456789ab
                  SIZE (MB)  131.4
                  IN ENGINE  yes
                  PLATFORMS  linux/arm64
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {53, 60, 72, 73, 80, 113, 193})
    void noLineIsWiderThanTheTerminal(int width) {
        assertThat(Stream.of(CheckReports.allIsWell(), CheckReports.allIsWrong())
                        .flatMap(report -> new CheckText(clock, width).lines(report).stream()))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @Test
    void textsAreWrappedBetweenWords() {
        assertThat(text(CheckReports.allIsWell(), 45)).contains("""
                  Caller       arn:aws:iam::123456789012:user
                               /me of account 123456789012
                  Token        lasts until 2026-11-23 22:13
                               CET, 11 h 58 min
                """);
    }

    @Test
    void suggestsToCheckTheClockForAnExpiredToken() {
        Clock ahead = Clock.offset(clock, Duration.ofDays(1));
        CheckedRegistry registry = CheckReports.registry();

        assertThat(new CheckText(ahead, 0).lines(new CheckReport(null, List.of(registry), List.of())))
                .contains("  Token        expired at 2026-11-23 22:13 CET, before it came: check this machine's clock");
    }

    private String text(CheckReport report) {
        return text(report, 0);
    }

    private String text(CheckReport report, int width) {
        return String.join("\n", new CheckText(clock, width).lines(report));
    }
}
