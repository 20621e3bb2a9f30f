package io.github.ecrmaven;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin's jar with all libraries, as in target. It lists its libraries and contains their licences. */
class OneJarIT {
    private static final String APACHE = "META-INF/LICENSE";

    /** The path of the licence of each bundled package. */
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
            entry("org/snakeyaml/engine/", APACHE),
            entry("software/amazon/awssdk/", APACHE),
            // Code of others in Jackson, and in the SDK's copy of Jackson
            entry("com/fasterxml/jackson/core/internal/shaded/fdp/", "META-INF/FastDoubleParser-LICENSE"),
            entry("com/fasterxml/jackson/core/io/schubfach/", "META-INF/Schubfach-LICENSE"),
            entry(
                    "software/amazon/awssdk/thirdparty/jackson/core/internal/shaded/fdp/",
                    "META-INF/FastDoubleParser-LICENSE"),
            entry("software/amazon/awssdk/thirdparty/jackson/core/io/schubfach/", "META-INF/Schubfach-LICENSE"));

    /** Matches a line such as {@code (MIT) SLF4J API Module (org.slf4j:slf4j-api:1.7.36 - http://www.slf4j.org)}. */
    private static final Pattern LISTED = Pattern.compile("\\((\\S+)\\) .* \\(([^: ]+):([^: ]+):([^: ]+) - .*\\)");

    private static final Pattern NAME = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");

    private static final long LIMIT = 16_000_000;

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
    void staysBelow16Megabytes() {
        assertThat(Path.of(System.getProperty("oneJar")))
                .isRegularFile()
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(LIMIT));
    }

    /** docker-java does not use these parts of Guava. */
    @ParameterizedTest
    @ValueSource(strings = {"com/google/common/cache/", "com/google/common/graph/", "com/google/common/eventbus/"})
    void omitsUnusedClasses(String folder) {
        assertThat(entries()).noneMatch(name -> name.matches(folder + "(?!package-info).*\\.class"));
    }

    @Test
    void everyPackageHasItsLicence() {
        List<String> classes =
                entries().stream().filter(name -> name.endsWith(".class")).toList();

        assertThat(classes)
                .hasSizeGreaterThan(1000)
                .allSatisfy(name -> assertThat(LICENCES.keySet()).anyMatch(name::startsWith));
        assertThat(LICENCES.keySet()).allSatisfy(of -> assertThat(classes).anyMatch(name -> name.startsWith(of)));
        assertThat(LICENCES.values())
                .allSatisfy(licence -> assertThat(read(licence)).isNotBlank());
    }

    @Test
    void containsTheLicenceOfTheProject() throws IOException {
        assertThat(read(APACHE)).isEqualTo(Files.readString(Path.of("LICENSE")));
    }

    @Test
    void theNoticeStartsWithThatOfTheProject() {
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
        "META-INF/NOTICE,                          Apache Commons Lang",
        "META-INF/NOTICE,                          Apache HttpClient",
        "META-INF/NOTICE,                          Jackson JSON processor",
    })
    void containsTheTextsOfOthers(String entry, String words) {
        assertThat(read(entry)).contains(words);
    }

    @Test
    void scannersFindEachLibrary() throws IOException {
        var names = new TreeMap<String, String>();
        for (String entry : entries()) {
            if (NAME.matcher(entry).matches() && !entry.contains("/io.github.ecrmaven/")) {
                Properties name = new Properties();
                name.load(jar.getInputStream(jar.getEntry(entry)));
                names.put(
                        name.getProperty("groupId") + ":" + name.getProperty("artifactId"),
                        name.getProperty("version"));
            }
        }

        var listed = new TreeMap<String, String>();
        libraries().forEach(library -> listed.put(library.group(2) + ":" + library.group(3), library.group(4)));
        assertThat(names).isEqualTo(listed).containsKey("org.reactivestreams:reactive-streams");
    }

    /** A listed library without classes would cause false alarms of scanners, and an incorrect bill of materials. */
    @Test
    void containsClassesOfEachListedLibrary() {
        assertThat(DownloadSizeTest.jars())
                .hasSizeGreaterThan(20)
                .filteredOn(library -> !hasClassOf(library))
                .isEmpty();
    }

    /**
     * Libraries under the Apache License share the project's copy. Each other one has a text that names its authors.
     */
    @Test
    void containsTheLicenceOfEachLibrary() {
        List<String> texts = entries().stream()
                .filter(entry -> entry.matches("META-INF/licenses/.+\\.txt"))
                .map(entry -> entry.replaceAll(".*/|\\.txt", ""))
                .toList();

        assertThat(libraries())
                .hasSizeGreaterThan(20)
                .filteredOn(library -> !library.group(1).equals("Apache-2.0"))
                .isNotEmpty()
                .allSatisfy(library -> assertThat(texts).anyMatch(library.group(3)::startsWith));
    }

    @Test
    void containsNoLicenceOfAbsentLibraries() {
        List<String> libraries =
                libraries().stream().map(library -> library.group(3)).toList();

        assertThat(entries())
                .filteredOn(entry -> entry.startsWith("META-INF/licenses/") && !entry.endsWith("/"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(libraries)
                        .anyMatch(library -> library.startsWith(entry.replaceAll(".*/|\\.txt", ""))));
    }

    private boolean hasClassOf(Path library) {
        try (var file = new JarFile(library.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName().replace("org/slf4j/", "io/github/ecrmaven/slf4j/"))
                    .anyMatch(name -> name.endsWith(".class") && jar.getEntry(name) != null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> entries() {
        return jar.stream().map(ZipEntry::getName).toList();
    }

    private List<MatchResult> libraries() {
        return LISTED.matcher(read("META-INF/THIRD-PARTY.txt")).results().toList();
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
