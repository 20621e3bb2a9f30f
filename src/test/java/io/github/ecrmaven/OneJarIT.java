package io.github.ecrmaven;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one jar that users download, as it lies in target: it gives the licence of everything in it. */
class OneJarIT {
    private static final String APACHE = "META-INF/LICENSE";

    /** Where the licence of each bundled package lies. */
    private static final Map<String, String> LICENCES = Map.ofEntries(
            entry("com/fasterxml/jackson/", APACHE),
            entry("com/github/dockerjava/", APACHE),
            entry("com/google/common/", APACHE),
            entry("io/github/ecrmaven/", APACHE),
            entry("io/github/ecrmaven/slf4j/", "META-INF/licenses/slf4j.txt"),
            entry("org/apache/commons/lang3/", APACHE),
            entry("org/apache/hc/", APACHE),
            entry("org/jline/", "META-INF/licenses/jline.txt"),
            entry("org/reactivestreams/", "META-INF/licenses/reactive-streams.txt"),
            entry("software/amazon/awssdk/", APACHE),
            // what Jackson has of others, the SDK's own too
            entry("com/fasterxml/jackson/core/internal/shaded/fdp/", "META-INF/FastDoubleParser-LICENSE"),
            entry("com/fasterxml/jackson/core/io/schubfach/", "META-INF/Schubfach-LICENSE"),
            entry(
                    "software/amazon/awssdk/thirdparty/jackson/core/internal/shaded/fdp/",
                    "META-INF/FastDoubleParser-LICENSE"),
            entry("software/amazon/awssdk/thirdparty/jackson/core/io/schubfach/", "META-INF/Schubfach-LICENSE"));

    private static final long LIMIT = 18_000_000;

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(System.getProperty("oneJar"));
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void staysBelow18Megabytes() {
        assertThat(Path.of(System.getProperty("oneJar")))
                .isRegularFile()
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(LIMIT));
    }

    /** Guava has much that docker-java does not use. */
    @ParameterizedTest
    @ValueSource(strings = {"com/google/common/cache/", "com/google/common/graph/", "com/google/common/eventbus/"})
    void whatNoPathLoadsIsNotThere(String folder) {
        assertThat(jar.stream().map(ZipEntry::getName))
                .noneMatch(name -> name.matches(folder + "(?!package-info).*\\.class"));
    }

    @Test
    void everyPackageHasItsLicence() {
        List<String> classes = jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .toList();

        assertThat(classes)
                .hasSizeGreaterThan(1000)
                .allSatisfy(name -> assertThat(LICENCES.keySet()).anyMatch(name::startsWith));
        assertThat(LICENCES.keySet()).allSatisfy(of -> assertThat(classes).anyMatch(name -> name.startsWith(of)));
        assertThat(LICENCES.values())
                .allSatisfy(licence -> assertThat(read(licence)).isNotBlank());
    }

    @Test
    void theProjectsOwnLicenceIsWhole() throws IOException {
        assertThat(read(APACHE)).isEqualTo(Files.readString(Path.of("LICENSE")));
    }

    @Test
    void theProjectsOwnNoticeComesFirst() {
        assertThat(read("META-INF/NOTICE").strip()).startsWith("ECR Maven Plugin\nCopyright 2026 ");
    }

    @ParameterizedTest
    @CsvSource({
        "META-INF/licenses/jline.txt,              Redistributions in binary form must reproduce",
        "META-INF/licenses/slf4j.txt,              QOS.ch",
        "META-INF/licenses/reactive-streams.txt,   MIT No Attribution",
        "META-INF/FastDoubleParser-LICENSE,        MIT License",
        "META-INF/FastDoubleParser-ThirdParty-LICENSE, fast_float",
        "META-INF/Schubfach-LICENSE,               Raffaello Giulietti",
        "META-INF/NOTICE,                          AWS SDK for Java 2.0",
        "META-INF/NOTICE,                          Apache HttpClient",
    })
    void theTextsOfOthersAreThere(String entry, String words) {
        assertThat(read(entry)).contains(words);
    }

    private String read(String entry) {
        try {
            ZipEntry found = jar.getEntry(entry);
            assertThat(found).as(entry).isNotNull();
            return new String(jar.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
