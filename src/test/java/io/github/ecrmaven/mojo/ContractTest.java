package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.lock.LockFile;
import io.github.ecrmaven.pull.PullReport;
import io.github.ecrmaven.pull.PullResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The public contract of the plugin, compared with src/test/resources/contract: the goals, their parameters, and the
 * formats of files. RELEASING.md says how they may change between versions.
 */
class ContractTest {
    private static final String DIGEST = CheckReports.DIGEST;
    private static final ImageReference DB = ImageReference.parse(CheckReports.HOST + "/team/db:16");

    @TempDir
    private Path folder;

    /** Each line has the parameter, type, property and default value. {@code *} marks a required parameter. */
    @Test
    void goalsAndTheirParameters() throws Exception {
        var lines = new ArrayList<String>();
        for (Element goal : elements(descriptor().getElementsByTagName("mojo"))) {
            lines.add("%s phase=%s threadSafe=%s requiresProject=%s"
                    .formatted(
                            text(goal, "goal"),
                            text(goal, "phase"),
                            text(goal, "threadSafe"),
                            text(goal, "requiresProject")));
            lines.addAll(parameters(goal));
        }

        assertContract("goals.txt", String.join("\n", lines) + "\n");
    }

    @Test
    void imagesJsonOfPull() throws IOException {
        Path file = folder.resolve("images.json");
        var outputs = new PullOutputs(new Properties(), file, new BuildData(new HashMap<>()), warning -> {});
        var local = new LocalImage(
                "sha256:1d",
                "linux",
                "arm64",
                "v8",
                32_416_000,
                List.of(),
                List.of(CheckReports.HOST + "/team/db@" + DIGEST));
        var failure = ExplainedException.environment("no such tag", null);

        outputs.write(new PullReport(
                CheckReports.DOCKER,
                List.of(
                        result("db", LocalTag.parse("orders-db:it"), PullState.PULLED, local, null),
                        result("app", null, PullState.FAILED, null, failure)),
                null));

        assertContract("images.json", Files.readString(file));
    }

    @Test
    void ecrLockOfLock() throws IOException {
        Path file = folder.resolve("ecr.lock");
        LockFile none = LockFile.read(file, () -> "mvn ecr:lock");

        none.with(
                        Stream.of(DB + "@" + DIGEST, CheckReports.HOST + "/team/app:1.4@" + CheckReports.MOVED)
                                .map(ImageReference::parse)
                                .toList(),
                        false)
                .writeIfChanged(none);

        assertContract("ecr.lock", Files.readString(file));
    }

    @Test
    void jsonOfCheck() throws IOException {
        Path file = folder.resolve("check.json");

        CheckJson.write(CheckReports.allIsWell(), file);

        assertContract("check.json", Files.readString(file));
    }

    /** META-INF/m2e tells Eclipse not to run the goals in its own builds. */
    @Test
    void eclipseKnowsEachGoal() throws Exception {
        try (InputStream file = resource("/META-INF/m2e/lifecycle-mapping-metadata.xml")) {
            Element mapping = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getDocumentElement();

            assertThat(elements(mapping.getElementsByTagName("goal")))
                    .extracting(Element::getTextContent)
                    .containsExactlyInAnyOrderElementsOf(elements(descriptor().getElementsByTagName("mojo")).stream()
                            .map(goal -> text(goal, "goal"))
                            .toList());
        }
    }

    private static SortedSet<String> parameters(Element goal) {
        var lines = new TreeSet<String>();
        Element configuration =
                (Element) goal.getElementsByTagName("configuration").item(0);
        for (Element parameter : elements(goal.getElementsByTagName("parameter"))) {
            if (text(parameter, "editable").equals("true")) {
                String name = text(parameter, "name");
                Element value =
                        (Element) configuration.getElementsByTagName(name).item(0);
                lines.add("  %s%s %s %s %s"
                        .formatted(
                                name,
                                text(parameter, "required").equals("true") ? "*" : "",
                                text(parameter, "type"),
                                value == null || value.getTextContent().isEmpty() ? "-" : value.getTextContent(),
                                value == null
                                                || value.getAttribute("default-value")
                                                        .isEmpty()
                                        ? "-"
                                        : value.getAttribute("default-value")));
            }
        }
        return lines;
    }

    private static PullResult result(
            String id, LocalTag localTag, PullState outcome, LocalImage local, ExplainedException failure) {
        return new PullResult(
                new ImageToPull(
                        new EngineNames(DB, null, localTag),
                        EcrRegistry.parse(CheckReports.HOST),
                        null,
                        PullPolicy.IF_NOT_PRESENT,
                        id),
                outcome,
                local,
                failure,
                Duration.ofMillis(2417),
                Instant.parse("2026-11-27T08:15:30.123456Z"));
    }

    private static Element descriptor() throws Exception {
        try (InputStream file = resource("/META-INF/maven/plugin.xml")) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getDocumentElement();
        }
    }

    private static List<Element> elements(NodeList nodes) {
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
                .map(i -> (Element) nodes.item(i))
                .toList();
    }

    /** Returns the text of the first element with this name, or "-" without one. */
    private static String text(Element parent, String name) {
        return elements(parent.getElementsByTagName(name)).stream()
                .map(Element::getTextContent)
                .findFirst()
                .orElse("-");
    }

    private static void assertContract(String name, String text) throws IOException {
        Path folder = Files.createDirectories(Path.of("target/contract"));
        Files.writeString(folder.resolve(name), text);

        assertThat(Path.of("src/test/resources/contract", name))
                .as("If this is meant: cp target/contract/%s src/test/resources/contract", name)
                .hasContent(text);
    }

    private static InputStream resource(String name) {
        return ContractTest.class.getResourceAsStream(name);
    }
}
