package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalImagesTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @Test
    void theIdIsTheLastPartOfTheRepository() {
        assertThat(ids(image(HOST + "/team/app:1.0"), image(HOST + "/db@sha256:12"), image(" " + HOST + "/a/b/c ")))
                .containsExactly("app", "db", "c");
    }

    @Test
    void usesADeclaredId() {
        assertThat(ids(image(HOST + "/team/app:1.0", "front"), image(HOST + "/team/db:2")))
                .containsExactly("front", "db");
    }

    @Test
    void imagesThatShareTheLastPartHaveNoDefaultId() {
        assertThat(ids(image(HOST + "/one/db:1"), image(HOST + "/two/db:1"), image(HOST + "/three/db:1", "third")))
                .containsExactly(null, null, "third");
    }

    @Test
    void aDeclaredIdIsNotTheDefaultIdOfAnotherImage() {
        assertThat(ids(image(HOST + "/team/postgres:16", "db"), image(HOST + "/team/db:1")))
                .containsExactly("db", null);
    }

    @Test
    void anImageThatIsDeclaredTwiceHasOneId() {
        assertThat(ids(image(HOST + "/team/app:1"), image(HOST + "/team/app:1")))
                .containsExactly("app", "app");
    }

    @Test
    void twoImagesCannotHaveTheSameId() {
        assertThatThrownBy(() -> ids(image(HOST + "/one/db:1", "db"), image(HOST + "/two/db:1", "db")))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("two images have the id 'db': give each its own");
    }

    @Test
    void twoImagesCannotHaveTheSameLocalTag() {
        assertThatThrownBy(() -> ids(tagged("/team/db:15", "db:it"), tagged("/team/db:16", "db:it")))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("two images have the localTag 'db:it': '" + HOST + "/team/db:15' and '" + HOST
                        + "/team/db:16'. Give each its own");
        assertThat(ids(tagged("/team/db:15", "db:it"), tagged("/team/db:15", "db:it")))
                .containsExactly("db", "db");
    }

    @Test
    void aLocalTagWithoutATagIsLatest() {
        assertThatThrownBy(() -> ids(tagged("/team/db:15", "db"), tagged("/team/db:16", "db:latest")))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("two images have the localTag 'db:latest': ");
    }

    /** It is reported later, together with all other bad images. */
    @Test
    void aBadLocalTagIsNotReportedHere() {
        assertThat(ids(tagged("/team/db:15", "db:"), tagged("/team/app:1", "db:")))
                .containsExactly("db", "app");
    }

    private static ImageParameter tagged(String name, String localTag) {
        return ImageParameter.of(Map.of("name", HOST + name, "localTag", localTag));
    }

    private static List<String> ids(ImageParameter... images) {
        return new GoalImages(() -> List.of(images), List.of())
                .all().stream().map(ImageParameter::id).toList();
    }

    private static ImageParameter image(String name) {
        return ImageParameter.of(name);
    }

    private static ImageParameter image(String name, String id) {
        return image(name).withId(id);
    }
}
