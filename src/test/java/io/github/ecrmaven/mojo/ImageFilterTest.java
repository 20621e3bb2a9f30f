package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilterTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private final List<String> log = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # by id
                    db                                                    | db
                    orders-api                                            | orders-api
                    *-api                                                 | orders-api users-api
                    *                                                     | db orders-api users-api cache
                    d*                                                    | db
                    D*                                                    |
                    api                                                   |
                    # by the whole reference
                    123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/postgres:16 | db
                    123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/users-api   | users-api
                    123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/users-api:latest | users-api
                    *.eu-west-1.*                                         | db orders-api users-api cache
                    *@sha256:*                                            | cache
                    # by repository
                    team/postgres                                         | db
                    team/*                                                | db orders-api users-api cache
                    # by repository and tag
                    team/postgres:16                                      | db
                    team/*:16                                             | db
                    *:latest                                              | users-api
                    *:null                                                |
                    team/postgres:15                                      |
                    # several
                    'db,*-api'                                            | db orders-api users-api
                    ' cache , ,db,'                                       | db cache
                    # what is special elsewhere is not here
                    .*                                                    |
                    d.                                                    |
                    \\Edb\\Q                                              |
                    """)
    void selectsByIdAndName(String filter, String ids) {
        assertThat(selected(false, filter).stream().map(ImageParameter::id).collect(Collectors.joining(" ")))
                .isEqualTo(ids == null ? "" : ids);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ",", " , "})
    void blankPatternsSelectAll(String filter) {
        assertThat(selected(true, filter)).hasSize(4);
        assertThat(log).isEmpty();
    }

    @Test
    void acceptsAListAndSingleElements() {
        assertThat(selected(true, "db", null, "*-api")).hasSize(3);
        assertThat(selected(true)).hasSize(4);
    }

    @Test
    void logsTheNumberOfImages() {
        selected(true, "db");

        assertThat(log).containsExactly("Filter db: 1 of 4 images");
        assertThat(warnings).isEmpty();
    }

    @Test
    void warnsAboutAPatternThatMatchesNothing() {
        selected(true, "db,bd,x*");

        assertThat(warnings)
                .containsExactly(
                        "Filter db,bd,x*: 1 of 4 images; 'bd,x*' matches no image; the images are: db, orders-api,"
                                + " users-api, cache");
        assertThat(log).isEmpty();
    }

    @Test
    void failsIfNothingMatchesAndTheGoalWasCalled() {
        assertThatThrownBy(() -> selected(true, "bd"))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("filter 'bd' matches no image; the images are: db, orders-api, users-api, cache");
    }

    @Test
    void warnsIfNothingMatchesInABoundGoal() {
        assertThat(selected(false, "bd")).isEmpty();
        assertThat(warnings)
                .containsExactly("Filter 'bd' matches no image; the images are: db, orders-api, users-api, cache");
    }

    @Test
    void anImageWithoutIdIsNamedByItsReferenceOnce() {
        List<ImageParameter> images = Stream.of("/one/db:1", "/two/db:1", "/two/db:1", "/UPPER")
                .map(name -> image(null, HOST + name))
                .toList();

        assertThatThrownBy(() -> new ImageFilter(List.of("db")).pick(images, true, log::add, warnings::add))
                .hasMessage("filter 'db' matches no image; the images are: " + HOST + "/one/db:1, " + HOST
                        + "/two/db:1, " + HOST + "/UPPER");
    }

    private List<ImageParameter> selected(boolean called, String... filter) {
        List<ImageParameter> images = List.of(
                image("db", HOST + "/team/postgres:16"),
                image("orders-api", " " + HOST + "/team/orders:1.4 "),
                image("users-api", HOST + "/team/users-api"),
                image("cache", HOST + "/team/cache@" + DIGEST));
        return new ImageFilter(Arrays.asList(filter)).pick(images, called, log::add, warnings::add);
    }

    private static ImageParameter image(String id, String name) {
        return ImageParameter.of(name).withId(id);
    }
}
