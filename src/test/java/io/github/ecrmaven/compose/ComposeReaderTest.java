package io.github.ecrmaven.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.Environments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading services and their images from compose files. In the texts, a line {@code == NAME} starts a file. The files
 * whose names start with {@code compose} form the project, in this order.
 */
class ComposeReaderTest {
    private static final Pattern PATH = Pattern.compile("DIR/([\\w/.]*\\w)");
    private static final Pattern FILE = Pattern.compile("(?m)^== (\\S+)$");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();

    /**
     * A row of the tables.
     *
     * @param rule the rule that the row tests
     * @param files the files
     * @param outcome a line {@code NAME IMAGE [PLATFORM]} for each service, or the message of the failure
     */
    private record Row(String rule, String files, String outcome) {
        @Override
        public String toString() {
            return rule;
        }
    }

    private static Row row(String rule, String files, String outcome) {
        return new Row(rule, files, outcome.strip());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"services", "severalFiles", "extended", "included", "profiles"})
    void readsTheseServices(Row row) {
        assertThat(services(row.files())).isEqualTo(row.outcome());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"noYaml", "noCompose", "badFiles"})
    void failsWithTheFileTheLineAndThePath(Row row) {
        assertThatThrownBy(() -> services(row.files()))
                .isInstanceOf(ExplainedException.class)
                .message()
                .satisfies(message -> assertThat(message).isEqualTo(withPaths(row.outcome())));
    }

    static Stream<Row> services() {
        return Stream.of(
                row("image and platform of each service, in the order of the file", """
                        == compose.yaml
                        services:
                          web: {image: shop/web:1, platform: linux/arm64/v8}
                          db:
                            image: "postgres:16"
                        """, """
                        web shop/web:1 linux/arm64/v8
                        db postgres:16"""),
                row("a service that is only built has no image", """
                        == compose.yaml
                        services:
                          app: {build: .}
                          own: {build: {context: .}, image: shop/own:1}
                          ai: {provider: {type: model}}
                        """, "own shop/own:1 (built)"),
                row("a text may be anything that YAML calls one", """
                        == compose.yaml
                        services:
                          a: {image: 'postgres:16'}
                          b:
                            image: >-
                              postgres:17
                          c: {image: 2024.10}
                        """, """
                        a postgres:16
                        b postgres:17
                        c 2024.10"""),
                row("anchors, aliases and merge keys, of which a mapping's own keys come first", """
                        == compose.yaml
                        x-base: &base {image: base:1, platform: linux/amd64}
                        x-other: &other {image: other:1}
                        services:
                          one: *base
                          two: {<<: *base}
                          three: {<<: *base, image: three:1}
                          four: {image: four:1, <<: [*other, *base]}
                          five: {<<: [*other, *base]}
                        """, """
                        one base:1 linux/amd64
                        two base:1 linux/amd64
                        three three:1 linux/amd64
                        four four:1 linux/amd64
                        five other:1 linux/amd64"""),
                row("a mapping that merges in itself has what it has", """
                        == compose.yaml
                        services:
                          db: &db {image: postgres:16, <<: *db}
                        """, "db postgres:16"),
                row("several documents are one project", """
                        == compose.yaml
                        services: {db: {image: postgres:15}}
                        ---
                        services: {db: {image: postgres:16}}
                        """, "db postgres:16"),
                row("what is not about images may be anything", """
                        == compose.yaml
                        version: "2.4"
                        networks: [what, ever]
                        services:
                          db: {image: postgres:16, ports: {a: 1}, command: '${NEVER:?asked for}'}
                        """, "db postgres:16"),
                row("a byte order mark and ends of lines of Windows", """
                        == compose.yaml
                        \uFEFFservices:\r
                          db:\r
                            image: postgres:16\r
                        """, "db postgres:16"));
    }

    static Stream<Row> severalFiles() {
        return Stream.of(
                row("a later file overrides", """
                        == compose.yaml
                        services:
                          db: {image: postgres:15, platform: linux/amd64}
                        == compose.override.yaml
                        services:
                          db: {image: postgres:16}
                          cache: {image: redis:7}
                        """, """
                        db postgres:16 linux/amd64
                        cache redis:7"""),
                row("null overrides nothing", """
                        == compose.yaml
                        services: {db: {image: postgres:16}, cache: {image: redis:7}}
                        == compose.override.yaml
                        services: {db: {image: }, cache: ~}
                        """, """
                        db postgres:16
                        cache redis:7"""),
                row("!reset takes away", """
                        == compose.yaml
                        services:
                          db: {image: postgres:16, platform: linux/amd64}
                          app: {image: app:1, build: .}
                          cache: {image: redis:7}
                        == compose.override.yaml
                        services:
                          db: {platform: !reset null}
                          app: {build: !reset null}
                          cache: !reset null
                        """, """
                        db postgres:16
                        app app:1"""),
                row("!override replaces", """
                        == compose.yaml
                        services:
                          db: {image: postgres:16, platform: linux/amd64, profiles: [never]}
                          cache: {image: redis:7, platform: linux/amd64, profiles: [never]}
                        == compose.override.yaml
                        services:
                          db: !override {image: postgres:17}
                          cache: {profiles: !override []}
                        """, """
                        db postgres:17
                        cache redis:7 linux/amd64"""),
                row("all services can be replaced", """
                        == compose.yaml
                        services: {db: {image: postgres:16}}
                        == compose.override.yaml
                        services: !override {cache: {image: redis:7}}
                        """, "cache redis:7"),
                row("an alias brings its !reset along", """
                        == compose.yaml
                        services: {a: {image: 'a:1', platform: linux/amd64}, b: {image: 'b:1', platform: linux/amd64}}
                        == compose.override.yaml
                        x-any: &any {platform: !reset ''}
                        services: {a: {<<: *any}, b: *any}
                        """, """
                        a a:1
                        b b:1"""));
    }

    static Stream<Row> extended() {
        return Stream.of(
                row("a service of the same file, also over others", """
                        == compose.yaml
                        services:
                          first: {extends: second, image: first:1}
                          second: {extends: {service: third}}
                          third: {image: third:1, platform: linux/arm64}
                        """, """
                        first first:1 linux/arm64
                        second third:1 linux/arm64
                        third third:1 linux/arm64"""),
                row("a service of another file, whose paths begin there", """
                        == compose.yaml
                        services:
                          app: {extends: {file: common/base.yaml, service: app}}
                          plain: {extends: {file: common/base.yaml, service: old}, image: plain:2}
                        == common/base.yaml
                        services:
                          app: {extends: {file: deep/er.yaml, service: root}, platform: linux/arm64}
                          old: {image: old:1}
                        == common/deep/er.yaml
                        services: {root: {image: "root:${TAG:-1}"}}
                        """, """
                        app root:1 linux/arm64
                        plain plain:2"""),
                row("what is extended can be taken away", """
                        == compose.yaml
                        services:
                          base: {image: base:1, platform: linux/arm64}
                          app: {extends: base, platform: !reset null}
                        """, """
                        base base:1 linux/arm64
                        app base:1"""),
                row("profiles too are extended", """
                        == compose.yaml
                        services:
                          base: {image: base:1, profiles: [never]}
                          app: {extends: base}
                        """, ""),
                row("a later file does not extend again", """
                        == compose.yaml
                        services:
                          base: {image: base:1}
                          app: {extends: base}
                        == compose.override.yaml
                        services:
                          base: {image: base:2}
                        """, """
                        base base:2
                        app base:1"""));
    }

    static Stream<Row> included() {
        return Stream.of(
                row("the services of other files, with variables of their folder", """
                        == compose.yaml
                        include:
                          - one/compose.yaml
                          - path: [two/a.yaml, two/b.yaml]
                            env_file: two/other.env
                        services: {app: {image: 'app:${TAG}'}}
                        == .env
                        TAG=outer
                        == one/compose.yaml
                        include: [more/compose.yaml]
                        services: {one: {image: 'one:${TAG}-${ONE}'}}
                        == one/.env
                        TAG=inner
                        ONE=1
                        == one/more/compose.yaml
                        services: {more: {image: 'more:${ONE}'}}
                        == two/a.yaml
                        services: {two: {image: 'a:${TWO}', platform: linux/amd64}}
                        == two/b.yaml
                        services: {two: {image: 'b:${TWO}'}}
                        == two/other.env
                        TWO=2
                        """, """
                        more more:1
                        one one:outer-1
                        two b:2 linux/amd64
                        app app:outer"""),
                row("the file itself overrides what it includes, and can extend it", """
                        == compose.yaml
                        include: [inner/compose.yaml]
                        services:
                          db: {image: postgres:17}
                          copy: {extends: db}
                          other: {extends: cache}
                        == inner/compose.yaml
                        services:
                          base: {image: postgres:16, platform: linux/amd64}
                          db: {extends: base}
                          cache: {image: redis:7}
                        """, """
                        base postgres:16 linux/amd64
                        db postgres:17 linux/amd64
                        cache redis:7
                        copy postgres:17 linux/amd64
                        other redis:7"""),
                row("paths begin at the project directory", """
                        == compose.yaml
                        include: [{path: a/compose.yaml, project_directory: b}]
                        == a/compose.yaml
                        services: {app: {extends: {file: base.yaml, service: app}}}
                        == b/base.yaml
                        services: {app: {image: 'b:${TAG}'}}
                        == b/.env
                        TAG=b
                        """, "app b:b"),
                row("no file with variables at all", """
                        == compose.yaml
                        include: [{path: a/compose.yaml, env_file: /dev/null}]
                        == a/compose.yaml
                        services: {app: {image: 'a:${TAG:-none}'}}
                        == a/.env
                        TAG=a
                        """, "app a:none"));
    }

    static Stream<Row> profiles() {
        return Stream.of(
                row("services without a profile", """
                        == compose.yaml
                        services:
                          always: {image: always:1}
                          empty: {image: empty:1, profiles: []}
                          tools: {image: tools:1, profiles: [tools, debug]}
                        """, """
                        always always:1
                        empty empty:1"""),
                row("those of COMPOSE_PROFILES too, which may be in .env", """
                        == .env
                        COMPOSE_PROFILES=other, debug
                        == compose.yaml
                        services:
                          tools: {image: tools:1, profiles: [tools, debug]}
                          more: {image: more:1, profiles: [more]}
                        """, "tools tools:1"),
                row("one that is empty, as long as none is chosen", """
                        == compose.yaml
                        services: {db: {image: 'db:1', profiles: ['${DB_PROFILE:-}']}}
                        """, "db db:1"),
                row("* is all of them", """
                        == .env
                        COMPOSE_PROFILES=*
                        == compose.yaml
                        services: {more: {image: more:1, profiles: [more]}}
                        """, "more more:1"));
    }

    static Stream<Row> noYaml() {
        return Stream.of(
                row(
                        "a list that does not end",
                        """
                        == compose.yaml
                        services: {db: {image: [}
                        """,
                        "cannot read DIR/compose.yaml, line 1: expected the node content, but found '}'"),
                row(
                        "a tabulator",
                        """
                        == compose.yaml
                        services:
                        \tdb: {}
                        """,
                        "cannot read DIR/compose.yaml, line 2: found character '\\t(TAB)' that cannot start any token"),
                row("an alias of nothing", """
                        == compose.yaml
                        services:
                          db: *base
                        """, "cannot read DIR/compose.yaml, line 2: found undefined alias base"),
                row(
                        "a control character",
                        """
                        == compose.yaml
                        services: "\u0007"
                        """,
                        "cannot read DIR/compose.yaml: it has a character that YAML does not allow"),
                row(
                        "too many levels",
                        "== compose.yaml\n" + "[".repeat(100_000),
                        "cannot read DIR/compose.yaml: it has more than 100 lists and mappings within each other"),
                row(
                        "too many aliases",
                        "== compose.yaml\na: &a [x]\nb: [" + "*a, ".repeat(1001) + "]",
                        "cannot read DIR/compose.yaml: it has more than 1000 aliases of lists and mappings"),
                row(
                        "too large",
                        "== compose.yaml\n" + "#".repeat((1 << 20) + 1),
                        "cannot read DIR/compose.yaml: it is larger than 1 MiB"));
    }

    static Stream<Row> noCompose() {
        return Stream.of(
                row("a list", """
                        == compose.yaml
                        - services
                        """, "DIR/compose.yaml, line 1: it is not a mapping"),
                row("services that are a list", """
                        == compose.yaml
                        services:
                          - db
                        """, "DIR/compose.yaml, line 2: services: it is not a mapping"),
                row("a service that is a text", """
                        == compose.yaml
                        services:
                          db: postgres:16
                        """, "DIR/compose.yaml, line 2: services.db: it is not a mapping"),
                row(
                        "a service without an image",
                        """
                        == compose.yaml
                        services:
                          db:
                            platform: linux/amd64
                        """,
                        "DIR/compose.yaml, line 3: services.db: it has neither an image nor a build"),
                row("an image that is a list", """
                        == compose.yaml
                        services:
                          db:
                            image: [postgres, 16]
                        """, "DIR/compose.yaml, line 3: services.db.image: it is not a text"),
                row(
                        "an image without its tag",
                        """
                        == compose.yaml
                        services:
                          db:
                            image: postgres:${TAG:?set TAG to the version}
                        """,
                        "DIR/compose.yaml, line 3: services.db.image: variable TAG is not set, or is empty: set TAG to"
                                + " the version"),
                row(
                        "profiles that are a text",
                        """
                        == compose.yaml
                        services:
                          db: {image: postgres:16, profiles: tools}
                        """,
                        "DIR/compose.yaml, line 2: services.db.profiles: it is not a list"),
                row("a service that is there twice", """
                        == compose.yaml
                        services:
                          db: {image: postgres:16}
                          db: {image: postgres:17}
                        """, "DIR/compose.yaml, line 3: services: 'db' is there twice"),
                row("a key that is a list", """
                        == compose.yaml
                        services:
                          [db]: {image: postgres:16}
                        """, "DIR/compose.yaml, line 2: services: a key of it is not a text"),
                row("a merge of a text", """
                        == compose.yaml
                        services:
                          db: {<<: postgres}
                        """, "DIR/compose.yaml, line 2: services.db: it is not a mapping"),
                row("no services", """
                        == compose.yaml
                        x-other: {}
                        """, "DIR/compose.yaml has no services"));
    }

    static Stream<Row> badFiles() {
        return Stream.of(
                row(
                        "an include that is not there",
                        """
                        == compose.yaml
                        include: [none.yaml]
                        """,
                        "cannot read DIR/none.yaml: there is no such file. Correct DIR/compose.yaml, line 1: include[0]"),
                row(
                        "an include of itself",
                        """
                        == compose.yaml
                        include: [other.yaml]
                        == other.yaml
                        include:
                          - compose.yaml
                        """,
                        "DIR/other.yaml, line 2: include[0]: DIR/compose.yaml includes itself"),
                row("an include that is a text", """
                        == compose.yaml
                        include: other.yaml
                        """, "DIR/compose.yaml, line 1: include: it is not a list"),
                row("an include without a path", """
                        == compose.yaml
                        include: [{env_file: .env}]
                        """, "DIR/compose.yaml, line 1: include[0]: it has no path"),
                row(
                        "an include whose variables are not there",
                        """
                        == compose.yaml
                        include: [{path: a.yaml, env_file: none.env}]
                        == a.yaml
                        services: {}
                        """,
                        "cannot read DIR/none.env: there is no such file. Correct DIR/compose.yaml, line 1: include[0]"),
                row(
                        "includes that would never end",
                        """
                        == compose.yaml
                        include: [a.yaml, a.yaml]
                        """
                                + Stream.of("ab", "bc", "cd", "de", "ef", "fg", "gh", "hi", "ij", "jk")
                                        .map(pair -> "== %1$s.yaml\ninclude: [%2$s.yaml, %2$s.yaml]\n"
                                                .formatted(pair.charAt(0), pair.charAt(1)))
                                        .reduce("", String::concat)
                                + "== k.yaml\nservices: {}\n",
                        "cannot read DIR/j.yaml: more than 1000 compose files include or extend each other"),
                row(
                        "a base that is not there",
                        """
                        == compose.yaml
                        services:
                          db: {image: postgres:16}
                        == compose.override.yaml
                        services:
                          copy:
                            extends: db
                        """,
                        "DIR/compose.override.yaml, line 3: services.copy.extends: there is no service 'db' in"
                                + " DIR/compose.override.yaml"),
                row(
                        "a base in a file that is not there",
                        """
                        == compose.yaml
                        services: {db: {extends: {file: none.yaml, service: db}}}
                        """,
                        "cannot read DIR/none.yaml: there is no such file. Correct DIR/compose.yaml, line 1:"
                                + " services.db.extends.file"),
                row("a base without a name", """
                        == compose.yaml
                        services: {db: {extends: {file: none.yaml}}}
                        """, "DIR/compose.yaml, line 1: services.db.extends: it names no service"),
                row(
                        "a service that extends itself over another",
                        """
                        == compose.yaml
                        services:
                          one: {extends: two}
                          two: {extends: {service: one, file: compose.yaml}}
                        """,
                        "DIR/compose.yaml, line 2: services.one.extends: it extends itself"),
                row("variables that are none", """
                        == .env
                        A=1
                        my secret
                        == compose.yaml
                        services: {}
                        """, "cannot read DIR/.env, line 2: it is not NAME=VALUE"));
    }

    // Variables

    @Test
    void theEnvironmentPrecedesPropertiesAndPropertiesPrecedeTheFile() {
        environment.put("ONE", "environment");
        properties.put("ONE", "property");
        properties.put("TWO", "property");

        assertThat(services("""
                == .env
                ONE=file
                TWO=file
                THREE=file
                == compose.yaml
                services: {app: {image: 'app:${ONE}-${TWO}-${THREE}-${FOUR-none}'}}
                """)).isEqualTo("app app:environment-property-file-none");
    }

    @Test
    void anEmptyVariableOfTheEnvironmentIsSet() {
        environment.put("TAG", "");

        assertThat(services("""
                == .env
                TAG=file
                == compose.yaml
                services: {app: {image: 'app${TAG-:1}${TAG:-:2}'}}
                """)).isEqualTo("app app:2");
    }

    @Test
    void readsTheFilesOfComposeEnvFiles() {
        environment.put("COMPOSE_ENV_FILES", "a.env,b.env");

        assertThat(services("""
                == .env
                ONE=default
                THREE=default
                == a.env
                ONE=a
                TWO=a
                == b.env
                TWO=b-$ONE
                == compose.yaml
                services: {app: {image: 'app:${ONE}-${TWO}-${THREE-none}'}}
                """)).isEqualTo("app app:a-b-a-none");
    }

    @Test
    void readsNoFileWithComposeDisableEnvFile() {
        environment.put("COMPOSE_DISABLE_ENV_FILE", "true");

        assertThat(services("""
                == .env
                TAG=file
                == compose.yaml
                services: {app: {image: 'app:${TAG:-none}'}}
                """)).isEqualTo("app app:none");
    }

    @Test
    void readsDotEnvInTheFolderOfTheFirstFile() {
        write("""
                == .env
                TAG=here
                == sub/.env
                TAG=sub
                == sub/compose.yaml
                services: {app: {image: 'app:$TAG'}}
                == other.yaml
                services: {other: {image: 'other:$TAG'}}
                """);

        assertThat(read("sub/compose.yaml", "other.yaml").services())
                .extracting(ComposeService::image)
                .containsExactly("app:sub", "other:sub");
    }

    @Test
    void theNameOfTheProjectIsAVariable() {
        assertThat(services("""
                == .env
                STAGE=it
                == compose.yaml
                name: shop
                services: {app: {image: 'app:$COMPOSE_PROJECT_NAME'}}
                == compose.override.yaml
                name: orders-$STAGE
                services: {db: {image: 'db:$COMPOSE_PROJECT_NAME'}}
                """)).isEqualTo("app app:orders-it\ndb db:orders-it");
    }

    @Test
    void aProjectWithoutANameHasThatOfItsFolder() {
        write("""
                == _My.Shop_2/compose.yaml
                services: {app: {image: 'app:$COMPOSE_PROJECT_NAME'}}
                """);

        assertThat(read("_My.Shop_2/compose.yaml").services())
                .extracting(ComposeService::image)
                .containsExactly("app:myshop_2");
    }

    @Test
    void theEnvironmentPrecedesTheNameInTheFile() {
        environment.put("COMPOSE_PROJECT_NAME", "ci");

        assertThat(services("""
                == compose.yaml
                name: shop
                services: {app: {image: 'app:$COMPOSE_PROJECT_NAME'}}
                """)).isEqualTo("app app:ci");
    }

    @Test
    void theNameOfTheProjectIsReadOnlyWhereItIsUsed() {
        assertThat(services("""
                == compose.yaml
                name: ${STACK:?asked for}
                services: {db: {image: 'postgres:16'}}
                """)).isEqualTo("db postgres:16");
    }

    @Test
    void aNameThatIsUsedNeedsItsVariables() {
        assertThatThrownBy(() -> services("""
                        == compose.yaml
                        name: ${STACK:?asked for}
                        services: {app: {image: 'app:$COMPOSE_PROJECT_NAME'}}
                        """))
                .hasMessageEndingWith("compose.yaml, line 1: name: variable STACK is not set, or is empty: asked for");
    }

    // Notes and line numbers

    @Test
    void reportsWhatIsNotRead() {
        write("""
                == compose.yaml
                include:
                  - oci://example.com/app:1
                  - https://user:secret@example.com/app.git
                services:
                  app:
                    image: app${TAG}
                    extends: {file: 'git@example.com:app', service: app}
                    volumes: [./a:/b, {type: bind, source: /c}, {type: image, source: data:1}]
                    pre_start: [{command: [x]}, {image: tool:1}]
                  off: {image: 'off:${OFF}', profiles: [off]}
                """);

        ComposeProject project = read("compose.yaml");

        assertThat(project.services()).extracting(ComposeService::image).containsExactly("app");
        assertThat(project.notes())
                .extracting(note -> note.replace(folder.resolve("compose.yaml") + ", ", ""))
                .containsExactly(
                        "line 2: include[0]: it is not a local file: its services are not read",
                        "line 3: include[1]: it is not a local file: its services are not read",
                        "line 7: services.app.extends.file: it is not a local file: what its service has is not read",
                        "line 6: services.app.image: variable TAG is not set, and has no default",
                        "line 8: services.app.volumes[2]: its image is not read: only those of services are",
                        "line 9: services.app.pre_start[1]: its image is not read: only those of services are");
    }

    @Test
    void explainsAnImageThatIsInvalidWithoutItsVariables() {
        write("""
                == compose.yaml
                services:
                  built: {build: ., image: 'built:${TAG}'}
                  short: {image: 'postgres${TAG}'}
                  db: {image: '${REGISTRY}/team/postgres:${TAG}'}
                """);

        assertThat(read("compose.yaml").services())
                .extracting(ComposeService::problem)
                .containsExactly(
                        null,
                        null,
                        "without a value for REGISTRY, TAG it is no image reference: tag '' must be 1 to 128 letters,"
                                + " digits, '_', '.' or '-', and not begin with '.' or '-'. Set REGISTRY, TAG, or write a"
                                + " default: ${NAME:-default}");
    }

    @Test
    void anImageHasItsLineAndItsPullPolicy() {
        write("""
                == compose.yaml
                services:
                  app: {extends: {file: base.yaml, service: base}, build: ., pull_policy: always}
                == base.yaml
                services:
                  base:
                    image: app:1
                """);

        assertThat(read("compose.yaml").services())
                .containsExactly(new ComposeService(
                        "app",
                        "app:1",
                        null,
                        "always",
                        true,
                        folder.resolve("base.yaml") + ", line 3: services.base.image",
                        null));
    }

    /** Replaces paths that start with DIR by paths of the temporary folder. */
    private String withPaths(String outcome) {
        return PATH.matcher(outcome)
                .replaceAll(path ->
                        Matcher.quoteReplacement(folder.resolve(path.group(1)).toString()));
    }

    private String services(String text) {
        String[] files =
                write(text).stream().filter(name -> name.startsWith("compose")).toArray(String[]::new);
        return String.join(
                "\n",
                read(files).services().stream()
                        .map(service -> service.name() + " " + service.image()
                                + (service.platform() == null ? "" : " " + service.platform())
                                + (service.isBuilt() ? " (built)" : ""))
                        .toList());
    }

    private ComposeProject read(String... files) {
        return new ComposeReader(folder, Environments.of(environment, Map.of()), properties::get).read(List.of(files));
    }

    /** Writes the files, and returns their names. */
    private List<String> write(String text) {
        String[] contents = FILE.split(text, -1);
        List<String> names =
                FILE.matcher(text).results().map(name -> name.group(1)).toList();
        for (int i = 0; i < names.size(); i++) {
            try {
                Path file = folder.resolve(names.get(i));
                Files.createDirectories(file.getParent());
                Files.writeString(file, contents[i + 1].substring(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }
}
