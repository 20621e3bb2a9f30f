package io.github.ecrmaven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/**
 * A release of the current sources with a temporary key to a local folder. It fulfils the requirements of Maven Central
 * (https://central.sonatype.org/publish/requirements/), and a second build in another folder has the same bytes.
 */
@Tag("release")
class ReleaseIT {
    private static final String PATH = "io/github/ecrmaven/ecr-maven-plugin/";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<String> NOT_SOURCES = Set.of(".git", ".idea", "target");

    @TempDir
    private static Path folder;

    private static Path first;
    private static Path second;
    private static Path deployed;
    private static String version;
    private static Map<String, byte[]> bundle;

    @BeforeAll
    static void release() throws Exception {
        assumeTrue(hasGpg() || System.getenv("CI") != null, "no gpg: install GnuPG for the test of a release");
        first = copy(folder.resolve("first"));
        second = copy(folder.resolve("in another folder/second"));
        Path repository = folder.resolve("repository");

        // Both builds run in parallel, because a build is mostly waiting.
        Process other = maven(second, "package", "-Dgpg.skip").start();
        ProcessBuilder deploy = maven(
                first,
                "deploy",
                "deploy:deploy",
                "-DaltDeploymentRepository=folder::" + repository.toUri(),
                "-DskipUpload");
        deploy.environment().put("MAVEN_GPG_KEY", key());
        end(first, deploy.start());
        end(second, other);

        deployed = repository.resolve(PATH + version);
        bundle = unzip(first.resolve("target/central-publishing/central-bundle.zip"));
    }

    @Test
    void eachFileHasASignature() throws Exception {
        List<String> kinds = List.of(".jar", ".pom", "-cyclonedx.json", "-javadoc.jar", "-sources.jar");

        assertThat(names(deployed))
                .filteredOn(name -> !name.matches(".*\\.(md5|sha1)"))
                .containsExactlyInAnyOrderElementsOf(kinds.stream()
                        .flatMap(kind -> Stream.of(kind, kind + ".asc"))
                        .map(kind -> "ecr-maven-plugin-" + version + kind)
                        .toList());
        for (String kind : kinds) {
            Path file = deployed.resolve("ecr-maven-plugin-" + version + kind);
            assertThat(gpg("--verify", file + ".asc", file.toString()).waitFor())
                    .as(kind)
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "SHA-1", "SHA-256", "SHA-512"})
    void theBundleForCentralHasTheSameFilesAndChecksums(String algorithm) throws Exception {
        String suffix = "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT);
        for (String name : names(deployed)) {
            if (!name.matches(".*\\.(md5|sha1)")) {
                byte[] content = Files.readAllBytes(deployed.resolve(name));
                String entry = PATH + version + "/" + name;
                assertThat(bundle.get(entry)).as(name).isEqualTo(content);
                if (!name.endsWith(".asc")) {
                    assertThat(bundle.get(entry + suffix))
                            .asString(StandardCharsets.UTF_8)
                            .isEqualTo(HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance(algorithm).digest(content)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/organization",
                "developers/developer/organizationUrl",
                "scm/connection",
                "scm/developerConnection",
                "scm/tag",
                "scm/url",
                "issueManagement/url",
                "ciManagement/url"
            })
    void thePomHas(String element) throws Exception {
        assertThat(pom(element)).isNotBlank();
    }

    @Test
    void thePomIsAReleaseWithoutBundledDependencies() throws Exception {
        assertThat(pom("version")).isEqualTo(version).doesNotContain("SNAPSHOT");
        assertThat(pom("dependencies/dependency[not(scope) or scope='compile' or scope='runtime']/artifactId"))
                .isEmpty();
        assertThat(pom("repositories") + pom("pluginRepositories")).isEmpty();
    }

    @Test
    void theSourcesAndTheJavadocAreComplete() throws IOException {
        assertThat(entries("-sources.jar")).contains("io/github/ecrmaven/mojo/PullMojo.java");
        assertThat(entries("-javadoc.jar")).contains("index.html", "io/github/ecrmaven/mojo/PullMojo.html");
    }

    @Test
    void theBillOfMaterialsListsTheLibrariesInTheJar() throws IOException {
        String bom = Files.readString(deployed.resolve("ecr-maven-plugin-" + version + "-cyclonedx.json"));
        Set<String> listed = matches("\"bom-ref\" : \"pkg:maven/([^@]+)@", bom);
        Set<String> bundled =
                matches("META-INF/maven/([^/\\s]+/[^/\\s]+)/pom.properties", String.join("\n", entries(".jar")));

        assertThat(listed).isEqualTo(bundled).hasSizeGreaterThan(20);
        assertThat(matches("\"id\" : \"([^\"]+)\"", bom)).isSubsetOf("Apache-2.0", "BSD-3-Clause", "MIT", "MIT-0");
    }

    @ParameterizedTest
    @ValueSource(strings = {".jar", "-javadoc.jar", "-sources.jar", "-cyclonedx.json"})
    void aSecondBuildInAnotherFolderHasTheSameBytes(String kind) throws IOException {
        String name = kind.endsWith(".json") ? "bom.json" : "ecr-maven-plugin-" + version + kind;

        assertThat(second.resolve("target").resolve(name))
                .hasSameBinaryContentAs(first.resolve("target").resolve(name));
    }

    /** Copies the current sources, and changes the version from a snapshot to a release. */
    private static Path copy(Path target) throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Files.walkFileTree(here, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(from.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target.resolve(here.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                if (!from.getFileName().toString().equals(".git")) {
                    Files.copy(from, target.resolve(here.relativize(from)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Path pom = target.resolve("pom.xml");
        String text = Files.readString(pom);
        version = text.replaceFirst("(?s).*?<version>(.*?)(-SNAPSHOT)?</version>.*", "$1");
        Files.writeString(
                pom,
                text.replaceFirst("-SNAPSHOT</version>", "</version>")
                        .replace("<tag>HEAD</tag>", "<tag>v" + version + "</tag>")
                        // Without Error Prone, because the build that runs this test has already checked the sources
                        .replaceFirst("<arg>-Xplugin:ErrorProne.*</arg>", ""));
        return target;
    }

    private static ProcessBuilder maven(Path project, String... arguments) {
        ProcessBuilder maven = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                project.resolve("mvnw").toString(),
                                "-B",
                                "-Prelease",
                                "-Dmaven.test.skip",
                                "-Dspotless.check.skip"),
                        Stream.of(arguments))
                .toList());
        maven.environment().keySet().removeAll(Set.of("MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR"));
        return maven.directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(project.resolve("build.log").toFile());
    }

    private static void end(Path project, Process build) throws Exception {
        assertThat(build.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue())
                .as(Files.readString(project.resolve("build.log")))
                .isZero();
    }

    private static boolean hasGpg() throws InterruptedException {
        try {
            return new ProcessBuilder("gpg", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Generates a key in the key ring of gpg, and returns the secret key as the release workflow receives it. */
    private static String key() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("gpg"), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        String user = "Test <test@example.test>";
        assertThat(gpg("--passphrase", "", "--quick-gen-key", user, "rsa2048", "sign", "1d")
                        .waitFor())
                .isZero();
        Process export = gpg("--armor", "--export-secret-keys");
        return new String(export.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static Process gpg(String... arguments) throws IOException {
        var gpg = new ProcessBuilder(Stream.concat(Stream.of("gpg", "--batch", "--quiet"), Stream.of(arguments))
                .toList());
        gpg.environment().put("GNUPGHOME", folder.resolve("gpg").toString());
        return gpg.redirectError(folder.resolve("gpg.log").toFile()).start();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> entries(String kind) throws IOException {
        try (var jar = new JarFile(
                deployed.resolve("ecr-maven-plugin-" + version + kind).toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static Map<String, byte[]> unzip(Path file) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static Set<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the text of the first element with this path below {@code project} in the POM. */
    private static String pom(String path) throws Exception {
        try (InputStream pom = Files.newInputStream(deployed.resolve("ecr-maven-plugin-" + version + ".pom"))) {
            // The parser ignores namespaces, so a path consists of plain names.
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
            return XPathFactory.newInstance().newXPath().evaluate("/project/" + path, document);
        }
    }
}
