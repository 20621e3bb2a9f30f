package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.ecrmaven.image.ExplainedException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.Test;

/** Which command lines a goal names for images that it does not see. */
class ImagesElsewhereTest {
    private final List<MavenProject> projects = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final MavenSession session = mock(MavenSession.class);

    @Test
    void namesACommandForEachModuleAndOneForAllExecutionsOfAModule() {
        project("root");
        with(project("one"), "one:1");
        Plugin two = with(project("two"), "two:1");
        execution(two, "pull", "own", "other:1");
        execution(project("three"), "pull", "early", "three:1");
        project("four");

        assertThatThrownBy(() -> called("pull").insteadOfNone(log::add))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("no images for pull: the build declares some elsewhere: run 'mvn ecr:pull -pl :one',"
                        + " 'mvn ecr:pull ecr:pull@own -pl :two', 'mvn ecr:pull@early -pl :three', each by itself");
    }

    @Test
    void offlineTheyAreOfflineToo() {
        project("root");
        with(project("one"), "one:1");
        when(session.isOffline()).thenReturn(true);

        assertThatThrownBy(() -> called("remove").insteadOfNone(log::add))
                .hasMessage(
                        "no images for remove: the build declares some elsewhere: run 'mvn -o ecr:remove -pl :one'");
    }

    @Test
    void atTheRootTheyNameNoModule() {
        execution(project("root"), "pull", "images", "one:1");

        assertThatThrownBy(() -> called("check").insteadOfNone(log::add))
                .hasMessageEndingWith("run 'mvn ecr:check@images'");
    }

    @Test
    void anExecutionOfTheGoalIsNamedBeforeOneOfAnother() {
        Plugin plugin = project("root");
        execution(plugin, "pull", "all", "one:1");
        execution(plugin, "remove", "some", "two:1");

        assertThatThrownBy(() -> called("remove").insteadOfNone(log::add))
                .hasMessageEndingWith("run 'mvn ecr:remove@some'");
    }

    @Test
    void modulesOfTheSameNameAreNamedWithTheirGroup() {
        project("root");
        with(project("one"), "one:1");
        project("one");

        assertThatThrownBy(() -> called("pull").insteadOfNone(log::add))
                .hasMessageEndingWith("run 'mvn ecr:pull -pl test:one'");
    }

    @Test
    void whereNobodyDeclaresAnySaysHowTo() {
        project("root");

        assertThatThrownBy(() -> called("pull").insteadOfNone(log::add))
                .hasMessage("no images for pull: pass -Decr.images=REGISTRY/REPOSITORY:TAG, or declare <images> in the"
                        + " plugin's <configuration>");
    }

    @Test
    void boundToAPhaseItIsNoFailure() {
        with(project("root"), "one:1");

        new ImagesElsewhere(session, execution("pull", MojoExecution.Source.LIFECYCLE, "images"))
                .insteadOfNone(log::add);

        assertThat(log).containsExactly("No images configured");
    }

    @Test
    void beyondItsOwnSaysWhereThereAreMore() {
        with(project("one"), "one:1");
        with(project("two"), "two:1");

        called("pull").besideThoseOfThePom(log::add);

        assertThat(log).containsExactly("The build declares more images elsewhere: run 'mvn ecr:pull -pl :two'");
    }

    @Test
    void whatModulesInheritIsNotElsewhere() {
        Plugin root = with(project("root"), "one:1");
        execution(root, "pull", "images", "one:1");
        with(project("one"), "one:1");

        called("pull").besideThoseOfThePom(log::add);

        assertThat(log).isEmpty();
    }

    @Test
    void aGoalThatRunsInEveryModuleSpeaksOfItsOwn() {
        execution(project("one"), "pull", "early", "one:1");
        with(project("two"), "two:1");

        called("lock").insteadOfNone(log::add);

        assertThat(log).containsExactly("No images configured for all goals: run 'mvn ecr:lock@early'");
    }

    @Test
    void aGoalThatRunsInEveryModuleDoesNotFailInOneWithoutImages() {
        project("one");
        with(project("two"), "two:1");

        called("lock").insteadOfNone(log::add);

        assertThat(log).containsExactly("No images configured");
    }

    @Test
    void inASingleProjectItFails() {
        execution(project("one"), "pull", "early", "one:1");

        assertThatThrownBy(() -> called("lock").insteadOfNone(log::add))
                .hasMessage("no images for lock: the build declares some elsewhere: run 'mvn ecr:lock@early'");
    }

    @Test
    void whoNamesTheImagesOrTheExecutionMeansThese() {
        project("root");
        with(project("one"), "one:1");
        called("pull").besideThoseOfThePom(log::add); // with -Decr.images

        projects.clear();
        with(project("one"), "one:1");
        with(project("two"), "two:1");
        new ImagesElsewhere(session, execution("pull", MojoExecution.Source.CLI, "early"))
                .besideThoseOfThePom(log::add);
        new ImagesElsewhere(session, execution("pull", MojoExecution.Source.LIFECYCLE, "default-pull"))
                .besideThoseOfThePom(log::add);

        assertThat(log).isEmpty();
    }

    private ImagesElsewhere called(String goal) {
        return new ImagesElsewhere(session, execution(goal, MojoExecution.Source.CLI, "default-cli"));
    }

    private MojoExecution execution(String goal, MojoExecution.Source source, String id) {
        when(session.getProjects()).thenReturn(projects);
        when(session.getCurrentProject()).thenReturn(projects.get(0));
        return new MojoExecution(plugin(), goal, id) {
            @Override
            public Source getSource() {
                return source;
            }

            @Override
            public MojoDescriptor getMojoDescriptor() {
                var descriptor = new MojoDescriptor();
                descriptor.setProjectRequired(goal.equals("lock"));
                return descriptor;
            }
        };
    }

    /** Adds a module, the first of which is the root, and returns what it says of the plugin. */
    private Plugin project(String artifactId) {
        var model = new Model();
        model.setGroupId("test");
        model.setArtifactId(artifactId);
        model.setBuild(new Build());
        Plugin plugin = plugin();
        model.getBuild().addPlugin(plugin);
        var project = new MavenProject(model);
        project.setExecutionRoot(projects.isEmpty());
        projects.add(project);
        return plugin;
    }

    private static Plugin plugin() {
        var plugin = new Plugin();
        plugin.setGroupId("io.github.ecrmaven");
        plugin.setArtifactId("ecr-maven-plugin");
        return plugin;
    }

    private static Plugin with(Plugin plugin, String image) {
        plugin.setConfiguration(configuration(image));
        return plugin;
    }

    private static void execution(Plugin plugin, String goal, String id, String image) {
        var execution = new PluginExecution();
        execution.setId(id);
        execution.addGoal(goal);
        execution.setConfiguration(configuration(image));
        plugin.addExecution(execution);
    }

    private static Xpp3Dom configuration(String image) {
        try {
            return Xpp3DomBuilder.build(
                    new StringReader("<configuration><images><image>" + image + "</image></images></configuration>"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
