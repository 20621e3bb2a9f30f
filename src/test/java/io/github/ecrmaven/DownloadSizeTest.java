package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The libraries that a first build downloads with the plugin, in addition to those of Maven. */
class DownloadSizeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-java-transport-httpclient5",
                "docker-java-transport-zerodep",
                "netty",
                "apache-client-",
                "httpclient-4",
                "httpcore-4",
                "bcprov",
                "bcpkix",
                "bcutil",
                "okhttp",
                "jersey",
                "commons-compress",
                "commons-io",
                "gson",
                "jna"
            })
    void doesNotContainUnusedLibraries(String name) {
        assertThat(jars())
                .hasSizeGreaterThan(20)
                .noneMatch(jar -> jar.getFileName().toString().startsWith(name));
    }

    /** Users cannot override the version of a library in the plugin's jar. */
    @ParameterizedTest
    @CsvSource({
        "httpcore5-,                5.4.3,   CVE-2026-54399 and CVE-2026-54428",
        "httpcore5-h2-,             5.4.3,   CVE-2026-54399 and CVE-2026-54428",
        "httpclient5-,              5.6.4,   CVE-2026-71290 and CVE-2026-64607",
        "jackson-core-,             2.22.2,  CVE-2026-68498",
        "jackson-databind-,         2.22.2,  CVE-2026-68497",
        "third-party-jackson-core-, 2.54.20, CVE-2026-68498",
    })
    void librariesHaveTheFixesForKnownVulnerabilities(String library, String fixedIn, String vulnerability) {
        Pattern name = Pattern.compile(Pattern.quote(library) + "(\\d+(?:\\.\\d+)*)\\.jar");

        List<Version> bundled = jars().stream()
                .map(jar -> name.matcher(jar.getFileName().toString()))
                .filter(Matcher::matches)
                .map(jar -> Version.parse(jar.group(1)))
                .toList();

        assertThat(bundled)
                .as(vulnerability)
                .hasSize(1)
                .allMatch(version -> version.compareTo(Version.parse(fixedIn)) >= 0);
    }

    /** Returns the jars of the runtime class path, which the build lists for this test. */
    static List<Path> jars() {
        try (InputStream list = DownloadSizeTest.class.getResourceAsStream("/download.txt")) {
            String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.strip().split(File.pathSeparator, -1))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
