package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a first build downloads: the plugin, and the jars that it needs beyond Maven's own. */
class DownloadSizeTest {
    private static final long LIMIT = 13_000_000;

    @Test
    void staysBelow13Megabytes() throws URISyntaxException {
        Path plugin = Path.of(ImagePuller.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        long total = Stream.concat(jars().stream(), files(plugin))
                .mapToLong(DownloadSizeTest::size)
                .sum();

        assertThat(total).isPositive().isLessThan(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker-java",
                "jackson",
                "netty",
                "apache-client-",
                "httpclient-4",
                "httpcore-4",
                "bcprov",
                "bcpkix",
                "bcutil",
                "okhttp",
                "jersey",
                "commons-compress"
            })
    void nothingOfThisIsDownloaded(String name) {
        assertThat(jars())
                .hasSizeGreaterThan(20)
                .noneMatch(jar -> jar.getFileName().toString().startsWith(name));
    }

    /** The jars of the runtime class path, as the build lists them for this test. */
    private static List<Path> jars() {
        try (InputStream list = DownloadSizeTest.class.getResourceAsStream("/download.txt")) {
            String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.strip().split(File.pathSeparator, -1))
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
