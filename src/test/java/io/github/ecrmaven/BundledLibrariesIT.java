package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the one jar says of the libraries in it, for scanners and for lawyers; whichever libraries these are. */
class BundledLibrariesIT {
    /** A line such as {@code (MIT) SLF4J API Module (org.slf4j:slf4j-api:1.7.36 - http://www.slf4j.org)}. */
    private static final Pattern LISTED = Pattern.compile("\\((\\S+)\\) .* \\(([^: ]+):([^: ]+):([^: ]+) - .*\\)");

    private static final Pattern NAME = Pattern.compile("META-INF/maven/([^/]+)/([^/]+)/pom\\.properties");

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
    void scannersFindEachLibraryByItsName() throws IOException {
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

    /**
     * All under the Apache License share the project's own copy; of another licence each has a text with its authors.
     */
    @Test
    void eachLibraryHasTheTextOfItsLicence() throws IOException {
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
    void noTextIsLeftOfALibraryThatIsGone() throws IOException {
        List<String> libraries =
                libraries().stream().map(library -> library.group(3)).toList();

        assertThat(entries())
                .filteredOn(entry -> entry.startsWith("META-INF/licenses/") && !entry.endsWith("/"))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(libraries)
                        .anyMatch(library -> library.startsWith(entry.replaceAll(".*/|\\.txt", ""))));
    }

    private List<String> entries() {
        return jar.stream().map(ZipEntry::getName).toList();
    }

    private List<MatchResult> libraries() throws IOException {
        ZipEntry list = jar.getEntry("META-INF/THIRD-PARTY.txt");
        String text = new String(jar.getInputStream(list).readAllBytes(), StandardCharsets.UTF_8);
        return LISTED.matcher(text).results().toList();
    }
}
