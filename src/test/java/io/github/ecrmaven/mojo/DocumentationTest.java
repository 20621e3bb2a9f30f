package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptorBuilder;
import org.apache.maven.settings.io.xpp3.SettingsXpp3Reader;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.configuration.xml.XmlPlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The samples in the documentation are valid for the goals, and its links have targets. */
class DocumentationTest {
    private static final String REPOSITORY = "https://github.com/ecrmaven/ecr-maven-plugin/";
    private static final Pattern TREE = Pattern.compile(Pattern.quote(REPOSITORY) + "(?:blob|tree)/main/([^#]+)");
    private static final Pattern ON_COMMAND_LINE = Pattern.compile("-D(ecr\\.[A-Za-z]+)");
    private static final Pattern GOAL = Pattern.compile("(?<![:\\w])ecr:([a-z]\\w*)");
    private static final Pattern MENU = Pattern.compile(" href=\"([^\"]+)\"");
    private static final Pattern WRAPPED_MAVEN = Pattern.compile("apache-maven-([\\d.]+)-bin");
    private static final Pattern MATRIX = Pattern.compile("(?m)^ +(?:java|maven|version): \\[(.*)]$");

    private final PluginDescriptor descriptor = descriptor();

    static List<MarkdownPage> pages() throws IOException {
        return MarkdownPage.all();
    }

    static List<Arguments> xmlSamples() throws IOException {
        return samples("xml");
    }

    static List<Arguments> jsonSamples() throws IOException {
        return samples("json");
    }

    static List<Arguments> yamlSamples() throws IOException {
        return samples("yaml");
    }

    private static List<Arguments> samples(String language) throws IOException {
        return pages().stream()
                .flatMap(page -> page.samples(language).stream().map(sample -> Arguments.of(page, sample)))
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("xmlSamples")
    void samplesAreValid(MarkdownPage page, String sample) throws Exception {
        check(sample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<configuration><imags>a</imags></configuration>",
                "<configuration><images><image><nam>a</nam></image></images></configuration>",
                "<configuration><registries><registry><hosts>a</hosts></registry></registries></configuration>",
                "<configuration><mirrors><mirror><upstreams>a</upstreams></mirror></mirrors></configuration>",
                "<configuration><images><image>a</images></configuration>",
                "<plugin><artifactId>ecr-maven-plugin</artifactId><executions><execution><goals><goal>pul</goal></goals>"
                        + "</execution></executions></plugin>",
                "<plugin><artifactId>ecr-maven-plugin</artifactId><configurations/></plugin>",
                "<server><name>ci</name></server>",
                "<pullPolcy>Always</pullPolcy>",
            })
    void aSampleWithAMistakeIsInvalid(String sample) {
        assertThatThrownBy(() -> check(sample)).isNotNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("jsonSamples")
    void jsonSamplesAreJson(MarkdownPage page, String sample) {
        assertThatCode(() -> new JsonMapper().readTree(sample)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("yamlSamples")
    void yamlSamplesAreYaml(MarkdownPage page, String sample) {
        assertThatCode(() -> new Load(LoadSettings.builder().build()).loadFromString(sample))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void mentionedPropertiesAndGoalsExist(MarkdownPage page) {
        assertThat(groups(ON_COMMAND_LINE, page.text())).isSubsetOf(properties());
        assertThat(groups(GOAL, page.text())).isSubsetOf(goals());
    }

    /** Links to other sites are not checked. */
    @ParameterizedTest
    @MethodSource("pages")
    void linksHaveTargets(MarkdownPage page) {
        assertThat(page.links()).allSatisfy(link -> {
            var inTree = TREE.matcher(link);
            if (inTree.matches()) {
                assertThat(Path.of(inTree.group(1))).exists();
            } else if (!link.startsWith("https:")) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty()
                        ? page.file()
                        : page.file().resolveSibling(parts[0]).normalize();
                assertThat(target).exists();
                if (parts.length == 2) {
                    MarkdownPage other = MarkdownPage.of(target);
                    assertThat(target.startsWith(MarkdownPage.SITE) ? other.anchors() : other.anchorsOfGitHub())
                            .contains(parts[1]);
                }
                if (page.file().startsWith(MarkdownPage.SITE)) {
                    assertThat(target).as("a page of the site").startsWithRaw(MarkdownPage.SITE);
                }
            }
        });
    }

    /** The most frequent questions. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentials.md#sso",
                "images.md#cache",
                "images.md#ide",
                "coming-from.md#fabric8",
                "troubleshooting.md#no-basic-auth"
            })
    void theReadmeLinksToFrequentQuestions(String place) {
        assertThat(MarkdownPage.of(Path.of("README.md")).links()).contains("src/site/markdown/" + place);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anchorsOfAPageAreUnique(MarkdownPage page) {
        assertThat(page.anchors()).doesNotHaveDuplicates();
    }

    /** The menu has all pages of the site, and the goals, whose pages are generated from their Javadoc. */
    @Test
    void theMenuHasEachPage() throws IOException {
        Stream<String> pages = pages().stream()
                .map(MarkdownPage::file)
                .filter(file -> file.startsWith(MarkdownPage.SITE))
                .map(file -> file.getFileName().toString().replace(".md", ".html"));
        Stream<String> goals =
                goals().stream().filter(goal -> !goal.equals("help")).map(goal -> goal + "-mojo.html");

        assertThat(groups(MENU, Files.readString(Path.of("src/site/site.xml"))).stream()
                        .filter(page -> !page.startsWith("https:"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(pages, goals).toList());
    }

    /** Its headings are parts of the messages in {@link FailureTextsTest}, with {@code …} for varying parts. */
    @Test
    void troubleshootingHasEachFailure() {
        List<Pattern> headings = MarkdownPage.of(MarkdownPage.SITE.resolve("troubleshooting.md"))
                .codeOfHeadingsBelow("What this plugin says")
                .map(DocumentationTest::pattern)
                .toList();
        List<String> failures = FailureTextsTest.texts().toList();

        assertThat(headings.stream().filter(heading -> failures.stream().noneMatch(heading.asPredicate())))
                .as("headings that are a part of no failure")
                .isEmpty();
        assertThat(failures.stream()
                        .filter(failure -> headings.stream()
                                .noneMatch(heading -> heading.matcher(failure).find())))
                .as("failures that troubleshooting.md has no heading for")
                .isEmpty();
    }

    private static Pattern pattern(String heading) {
        return Pattern.compile(
                Arrays.stream(heading.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    @Test
    void supportedVersionsAreThoseOfCi() throws IOException {
        String supported =
                MarkdownPage.of(MarkdownPage.SITE.resolve("supported.md")).text();

        assertThat(groups(MATRIX, Files.readString(Path.of(".github/workflows/ci.yml"))))
                .isNotEmpty()
                .flatMap(versions -> List.of(versions.replace("\"", "").split(", ")))
                .allSatisfy(version -> assertThat(supported).containsPattern("\\b" + Pattern.quote(version) + "\\b"));
        assertThat(groups(WRAPPED_MAVEN, Files.readString(Path.of(".mvn/wrapper/maven-wrapper.properties"))))
                .hasSize(1)
                .allSatisfy(version -> assertThat(supported).contains(version));
    }

    private void check(String sample) throws Exception {
        Xpp3Dom root = Xpp3DomBuilder.build(new StringReader("<sample>" + sample + "</sample>"));
        Set<String> names =
                Arrays.stream(root.getChildren()).map(Xpp3Dom::getName).collect(Collectors.toSet());
        assertThat(names).hasSize(1);
        switch (names.iterator().next()) {
            case "cache" ->
                assertThat(Files.readString(Path.of("src/it/build-cache/.mvn/maven-build-cache-config.xml")))
                        .endsWith(sample);
            case "settings" -> new SettingsXpp3Reader().read(new StringReader(sample), true);
            case "pluginGroups" ->
                new SettingsXpp3Reader().read(new StringReader("<settings>" + sample + "</settings>"), true);
            case "server" ->
                new SettingsXpp3Reader()
                        .read(new StringReader("<settings><servers>" + sample + "</servers></settings>"), true);
            case "build" -> checkModel(sample);
            case "plugin" -> checkModel("<build><plugins>" + sample + "</plugins></build>");
            case "configuration" -> checkConfiguration(sample);
            case "registry" ->
                checkConfiguration("<configuration><registries>" + sample + "</registries></configuration>");
            default -> checkConfiguration("<configuration>" + sample + "</configuration>");
        }
    }

    private void checkConfiguration(String configuration) throws Exception {
        checkModel("<build><plugins><plugin><artifactId>ecr-maven-plugin</artifactId>" + configuration
                + "</plugin></plugins></build>");
    }

    private void checkModel(String build) throws Exception {
        Model model = new MavenXpp3Reader().read(new StringReader("<project>" + build + "</project>"), true);
        plugins(model.getBuild())
                .filter(plugin -> plugin.getArtifactId().equals("ecr-maven-plugin"))
                .forEach(plugin -> {
                    checkConfigured(plugin, plugin, "none");
                    for (PluginExecution execution : plugin.getExecutions()) {
                        checkConfigured(execution, plugin, execution.getId());
                        assertThat(goals()).containsAll(execution.getGoals());
                    }
                });
    }

    private static Stream<Plugin> plugins(Build build) {
        Stream<Plugin> managed = build.getPluginManagement() == null
                ? Stream.empty()
                : build.getPluginManagement().getPlugins().stream();
        return Stream.concat(build.getPlugins().stream(), managed);
    }

    /** Validates a configuration as the goals do. */
    private void checkConfigured(ConfigurationContainer place, Plugin plugin, String executionId) {
        var execution = new MojoExecution(descriptor.getMojo("pull"), executionId);
        new ParameterNames(execution).requireKnown(plugin, executionId);
        if (place.getConfiguration() instanceof Xpp3Dom configuration) {
            MavenSession session = mock();
            when(session.getSystemProperties()).thenReturn(new Properties());
            when(session.getUserProperties()).thenReturn(new Properties());
            var elements = new ElementReader(new Expressions(session, execution));
            elements.images(child(configuration, "images"));
            elements.mirrors(child(configuration, "mirrors"));
            elements.registries(child(configuration, "registries")).forEach(DeclaredRegistry::of);
        }
    }

    private static PlexusConfiguration child(Xpp3Dom configuration, String name) {
        Xpp3Dom child = configuration.getChild(name);
        return child == null ? null : new XmlPlexusConfiguration(child);
    }

    private Set<String> goals() {
        return descriptor.getMojos().stream().map(MojoDescriptor::getGoal).collect(Collectors.toSet());
    }

    private Set<String> properties() {
        return descriptor.getMojos().stream()
                .map(MojoDescriptor::getParameters)
                .flatMap(Collection::stream)
                .map(Parameter::getExpression)
                .map(expression -> String.valueOf(expression).replaceAll("[${}]", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static PluginDescriptor descriptor() {
        try (Reader file = new InputStreamReader(
                DocumentationTest.class.getResourceAsStream("/META-INF/maven/plugin.xml"), StandardCharsets.UTF_8)) {
            return new PluginDescriptorBuilder().build(file);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
