package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    /** HOST and DIGEST are placeholders. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            HOST/app                | HOST              | app          | latest | -
            HOST/app:1.0            | HOST              | app          | 1.0    | -
            HOST/team/sub/app:1     | HOST              | team/sub/app | 1      | -
            HOST/a1.b-c_d/e:x       | HOST              | a1.b-c_d/e   | x      | -
            HOST/app@DIGEST         | HOST              | app          | -      | DIGEST
            HOST/app:1.0@DIGEST     | HOST              | app          | 1.0    | DIGEST
            HOST/app:_A.b-C         | HOST              | app          | _A.b-C | -
            localhost/app:1         | localhost         | app          | 1      | -
            localhost:5000/app      | localhost:5000    | app          | latest | -
            127.0.0.1:4566/app:1    | 127.0.0.1:4566    | app          | 1      | -
            registry:80/app         | registry:80       | app          | latest | -
            localhost/my--app:1     | localhost         | my--app      | 1      | -
            localhost/a__b/c---d:1  | localhost         | a__b/c---d   | 1      | -
            localhost/a:1           | localhost         | a            | 1      | -
            '  HOST/app:1\t'        | HOST              | app          | 1      | -
            # as docker understands names
            postgres                | docker.io         | library/postgres    | latest | -
            postgres:16             | docker.io         | library/postgres    | 16     | -
            postgres@DIGEST         | docker.io         | library/postgres    | -      | DIGEST
            postgres:16@DIGEST      | docker.io         | library/postgres    | 16     | DIGEST
            library/postgres:16     | docker.io         | library/postgres    | 16     | -
            docker.io/postgres:16   | docker.io         | library/postgres    | 16     | -
            docker.io/library/postgres:16 | docker.io   | library/postgres    | 16     | -
            index.docker.io/postgres:16   | docker.io   | library/postgres    | 16     | -
            testcontainers/ryuk:0.12.0    | docker.io   | testcontainers/ryuk | 0.12.0 | -
            index.docker.io/a/b/c:1 | docker.io         | a/b/c               | 1      | -
            quay.io/keycloak/keycloak:26  | quay.io     | keycloak/keycloak   | 26     | -
            quay.io/etcd            | quay.io           | etcd                | latest | -
            host:5000/x             | host:5000         | x                   | latest | -
            my.host/x               | my.host           | x                   | latest | -
            Host/x                  | Host              | x                   | latest | -
            host/x                  | docker.io         | host/x              | latest | -
            x                       | docker.io         | library/x           | latest | -
            localhost/x             | localhost         | x                   | latest | -
            """)
    void readsAReference(String text, String registry, String repository, String tag, String digest) {
        ImageReference reference = ImageReference.parse(expand(text));

        assertThat(reference)
                .isEqualTo(
                        new ImageReference(expand(registry), repository, tag, digest == null ? null : expand(digest)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HOST/app            | HOST/app:latest     | HOST/app:latest
            HOST/app:1.0        | HOST/app:1.0        | HOST/app:1.0
            HOST/app@DIGEST     | HOST/app@DIGEST     | HOST/app@DIGEST
            HOST/app:1.0@DIGEST | HOST/app:1.0@DIGEST | HOST/app@DIGEST
            docker.io/library/postgres | postgres:latest | postgres:latest
            postgres:16@DIGEST         | postgres:16@DIGEST | postgres@DIGEST
            index.docker.io/testcontainers/ryuk:1 | testcontainers/ryuk:1 | testcontainers/ryuk:1
            docker.io/library/a/b:1    | library/a/b:1   | library/a/b:1
            quay.io/library/etcd:3     | quay.io/library/etcd:3 | quay.io/library/etcd:3
            """)
    void showsTheFullReferenceAndUsesTheDigestInTheEngine(String text, String shown, String engineName) {
        ImageReference reference = ImageReference.parse(expand(text));

        assertThat(reference).hasToString(expand(shown));
        assertThat(reference.engineName()).isEqualTo(expand(engineName));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                 | it is empty
            '   '              | it is empty
            HOST/my app:1      | it contains white space
            https://HOST/app   | leave out 'https://'
            docker://HOST/app  | leave out 'docker://'
            HOST/app@sha256:12 | digest 'sha256:12' is not sha256: and 64 hexadecimal digits
            HOST/app@          | digest '' is not sha256: and 64 hexadecimal digits
            HOST/app@md5:12    | digest 'md5:12' is not sha256: and 64 hexadecimal digits
            HOST/app:          | tag '' must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or '-'
            HOST/app:-1        | tag '-1' must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or '-'
            HOST/app:1:2       | tag '1:2' must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or '-'
            HOST/app:${v}      | tag '${v}' must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or '-'
            App                | repository 'library/App' has capital letters
            /app               | repository '/app' must be lower-case letters and digits, with '.', '_', '__', dashes or '/' between them
            0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | it is the ID of an image, not a name
            -a.com/app         | registry '-a.com' is not a host name
            a.com:x/app        | registry 'a.com:x' is not a host name
            HOST/App           | repository 'App' has capital letters
            HOST/              | repository '' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them
            HOST//app          | repository '/app' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them
            HOST/app/          | repository 'app/' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them
            HOST/a..b          | repository 'a..b' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them
            HOST/my--app       | repository 'my--app' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them
            HOST/a__b          | repository 'a__b' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them
            localhost/a..b     | repository 'a..b' must be lower-case letters and digits, with '.', '_', '__', dashes or '/' between them
            localhost/a___b    | repository 'a___b' must be lower-case letters and digits, with '.', '_', '__', dashes or '/' between them
            localhost/-a       | repository '-a' must be lower-case letters and digits, with '.', '_', '__', dashes or '/' between them
            localhost/My--App  | repository 'My--App' has capital letters
            HOST/a             | repository 'a' has 1 character; ECR allows 2 to 256
            """)
    void explainsABadReference(String text, String reason) {
        assertThatThrownBy(() -> ImageReference.parse(expand(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    void refusesALongRepository() {
        assertThat(ImageReference.parse(HOST + "/" + "a".repeat(256)).repository())
                .hasSize(256);
        assertThatThrownBy(() -> ImageReference.parse(HOST + "/" + "a".repeat(257)))
                .hasMessageEndingWith(" has 257 characters; ECR allows 2 to 256");
        assertThat(ImageReference.parse("localhost/" + "a".repeat(255)).repository())
                .hasSize(255);
        assertThatThrownBy(() -> ImageReference.parse("localhost/" + "a".repeat(256)))
                .hasMessageEndingWith(" has 256 characters; engines allow 255");
    }

    @Test
    void aTagHasAtMost128Characters() {
        assertThat(ImageReference.parse(HOST + "/app:" + "a".repeat(128)).tag()).hasSize(128);
        assertThatThrownBy(() -> ImageReference.parse(HOST + "/app:" + "a".repeat(129)))
                .hasMessageStartingWith("tag 'aaa");
    }

    /** The text of the user is not used as a format string. */
    @ParameterizedTest
    @ValueSource(strings = {"HOST/app:%s", "%n://HOST/app", "HOST/%d"})
    void showsPercentSignsUnchanged(String text) {
        assertThatThrownBy(() -> ImageReference.parse(expand(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%");
    }

    private static String expand(String text) {
        return text.replace("HOST", HOST).replace("DIGEST", DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "HOST/app:1,                app:1",
        "HOST/team/app:1@DIGEST,    team/app:1",
        "HOST/app@DIGEST,           app@sha256:0123456789ab",
        "postgres:16,               postgres:16",
        "testcontainers/ryuk:1,     testcontainers/ryuk:1",
        "quay.io/library/etcd:3,    library/etcd:3",
    })
    void hasAShortName(String name, String shortName) {
        assertThat(ImageReference.parse(expand(name)).shortName()).isEqualTo(shortName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DIGEST                            | sha256:0123456789ab
            Pulled HOST/app:1 (DIGEST) in 1 s | Pulled HOST/app:1 (sha256:0123456789ab) in 1 s
            DIGEST -> DIGEST                  | sha256:0123456789ab -> sha256:0123456789ab
            sha256:0123456789ab               | sha256:0123456789ab
            sha256:0123456789abcdef           | sha256:0123456789abcdef
            Pulled HOST/app:1 in 1 s          | Pulled HOST/app:1 in 1 s
            """)
    void digestsInATextAreShortened(String text, String shortened) {
        assertThat(ImageReference.withShortDigests(expand(text))).isEqualTo(expand(shortened));
    }

    @ParameterizedTest
    @CsvSource({
        "postgres,                        docker.io/library/postgres",
        "postgres:16,                     docker.io/library/postgres:16",
        "postgres@DIGEST,                 docker.io/library/postgres@DIGEST",
        "testcontainers/ryuk:1,           docker.io/testcontainers/ryuk:1",
        "docker.io/library/postgres:16,   docker.io/library/postgres:16",
        "quay.io/postgres:16,             quay.io/postgres:16",
        "localhost/postgres:16,           localhost/postgres:16",
        "HOST/app@DIGEST,                 HOST/app@DIGEST",
        "DIGEST,                          DIGEST",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,"
                + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    })
    void hasALongForm(String name, String longForm) {
        assertThat(ImageReference.longName(expand(name))).isEqualTo(expand(longForm));
    }
}
