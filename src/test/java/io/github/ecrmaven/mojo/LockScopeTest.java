package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import org.apache.maven.model.Model;
import org.apache.maven.model.Profile;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module may have other images with other profiles, so that all lines of its lock file must be kept. */
class LockScopeTest {
    private static final String PLUGIN = "<plugin><groupId>io.github.ecrmaven</groupId><artifactId>ecr-maven-plugin"
            + "</artifactId><configuration><images><image>postgres:${pg}</image><image>${redis}</image></images>"
            + "</configuration></plugin>";
    private static final String POM = "<properties><redis>redis:${redis.version}</redis></properties><build><plugins>"
            + PLUGIN + "</plugins></build>";

    @ParameterizedTest
    @CsvSource({
        "<properties><pg>17</pg></properties>,                             true",
        "<properties><redis.version>8</redis.version></properties>,        true",
        "<properties><ecr.images>postgres:17</ecr.images></properties>,    true",
        "<modules><module>other</module></modules>,                        true",
        "<properties><gpg.skip>true</gpg.skip></properties>,               false",
        "<build><finalName>other</finalName></build>,                      false",
    })
    void withAProfileThatIsInactiveThereMayBeOtherImages(String profile, boolean expected) {
        MavenProject module = project(POM + profile("other", profile), null);

        assertThat(hasOtherImages(module, false)).isEqualTo(expected);
    }

    @Test
    void anInactiveProfileThatConfiguresThePluginMayHaveOthers() {
        String profile = profile("other", "<build><plugins>" + PLUGIN + "</plugins></build>");

        assertThat(hasOtherImages(project(profile, null), false)).isTrue();
    }

    @Test
    void aProfileOfAParentCounts() {
        MavenProject parent = project(POM + profile("other", "<properties><pg>17</pg></properties>"), null);

        assertThat(hasOtherImages(project("", parent), false)).isTrue();
        assertThat(hasOtherImages(project("", project(POM, null)), false)).isFalse();
    }

    @Test
    void imagesOfComposeFilesMayBeMadeOfAnyProperty() {
        MavenProject module = project(profile("other", "<properties><TAG>17</TAG></properties>"), null);

        assertThat(hasOtherImages(module, true)).isTrue();
        assertThat(hasOtherImages(module, false)).isFalse();
    }

    @Test
    void withoutAnActiveProfileThatSetsAPropertyOfImagesThereAreOthers() {
        MavenProject module = project(POM + profile("other", "<properties><pg>17</pg></properties>"), null);
        activate("other", module);

        assertThat(hasOtherImages(module, false)).isTrue();
    }

    @Test
    void theImagesThatAnActiveProfileConfiguresAreKnown() {
        MavenProject module = project(profile("other", "<build><plugins>" + PLUGIN + "</plugins></build>"), null);
        activate("other", module);

        assertThat(hasOtherImages(module, false)).isFalse();
    }

    private static void activate(String id, MavenProject module) {
        var active = new Profile();
        active.setId(id);
        module.setActiveProfiles(List.of(active));
    }

    private static boolean hasOtherImages(MavenProject module, boolean hasCompose) {
        return LockScope.hasOtherImages(module, "io.github.ecrmaven:ecr-maven-plugin", hasCompose);
    }

    private static String profile(String id, String content) {
        return "<profiles><profile><id>" + id + "</id>" + content + "</profile></profiles>";
    }

    private static MavenProject project(String content, MavenProject parent) {
        try {
            Model model = new MavenXpp3Reader().read(new StringReader("<project>" + content + "</project>"));
            var project = new MavenProject(model);
            project.setOriginalModel(model);
            project.setParent(parent);
            return project;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
