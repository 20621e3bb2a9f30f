package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorsTest {
    private static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private final Mirrors mirrors = new Mirrors(List.of(
            Mirror.parse("docker.io", HOST + "/docker-hub"),
            Mirror.parse("quay.io", HOST + "/cache/quay/"),
            Mirror.parse("registry.k8s.io", HOST),
            Mirror.parse("public.ecr.aws", HOST + "/ecr-public"),
            Mirror.parse("210987654321.dkr.ecr.us-east-1.amazonaws.com", HOST + "/us"),
            Mirror.parse("registry.example.com:5000", "localhost:4566/example")));

    /** HOST and DIGEST are placeholders. */
    @ParameterizedTest
    @CsvSource({
        "postgres:16,                              HOST/docker-hub/library/postgres:16",
        "postgres,                                 HOST/docker-hub/library/postgres:latest",
        "postgres:16@DIGEST,                       HOST/docker-hub/library/postgres:16@DIGEST",
        "postgres@DIGEST,                          HOST/docker-hub/library/postgres@DIGEST",
        "docker.io/library/postgres:16,            HOST/docker-hub/library/postgres:16",
        "index.docker.io/postgres:16,              HOST/docker-hub/library/postgres:16",
        "registry-1.docker.io/library/postgres:16, HOST/docker-hub/library/postgres:16",
        "Quay.IO/keycloak/keycloak:26,             HOST/cache/quay/keycloak/keycloak:26",
        "testcontainers/ryuk:0.12.0,               HOST/docker-hub/testcontainers/ryuk:0.12.0",
        "quay.io/keycloak/keycloak:26,             HOST/cache/quay/keycloak/keycloak:26",
        "registry.k8s.io/pause:3.9,                HOST/pause:3.9",
        "public.ecr.aws/docker/library/alpine:3,   HOST/ecr-public/docker/library/alpine:3",
        "210987654321.dkr.ecr.us-east-1.amazonaws.com/team/app:1, HOST/us/team/app:1",
        "registry.example.com:5000/a__b:1,         localhost:4566/example/a__b:1",
    })
    void findsTheNameInEcr(String image, String inEcr) {
        assertThat(mirrors.has(expand(image))).isTrue();
        assertThat(mirrors.inEcr(ImageReference.parse(expand(image))))
                .map(ImageReference::toString)
                .contains(expand(inEcr));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ghcr.io/a/b:1", "keycloak.quay.io/keycloak:26", "localhost/postgres:16", HOST + "/app:1"})
    void hasNoMirrorForOtherRegistries(String image) {
        assertThat(mirrors.has(image)).isFalse();
        assertThat(mirrors.inEcr(ImageReference.parse(image))).isEmpty();
    }

    @Test
    void anInvalidNameHasNoMirror() {
        assertThat(mirrors.has("postgres:${TAG}")).isFalse();
    }

    @Test
    void anImageOfDockerHubWithoutAMirrorIsRefused() {
        assertThatThrownBy(() -> Mirrors.NONE.inEcr(ImageReference.parse("team/app:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("it names no registry, and so is one of Docker Hub: begin with"
                        + " ACCOUNT.dkr.ecr.REGION.amazonaws.com/. If ECR mirrors it by a pull-through cache, say where,"
                        + " by -Decr.mirrors=docker.io=ACCOUNT.dkr.ecr.REGION.amazonaws.com/PREFIX or <mirrors> in the"
                        + " POM");
    }

    @Test
    void refusesANameThatEcrDoesNotAccept() {
        assertThatThrownBy(() -> mirrors.inEcr(ImageReference.parse("team/my__app:1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("repository 'docker-hub/team/my__app' must be lower-case letters");
    }

    @ParameterizedTest
    @CsvSource({"docker.io", "index.docker.io", "registry-1.docker.io", "Docker.io"})
    void acceptsAllNamesOfDockerHub(String upstream) {
        assertThat(Mirror.parse(upstream, HOST + "/docker-hub")).isEqualTo(new Mirror("docker.io", HOST, "docker-hub"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''               | HOST/x      | its upstream '' is not the host of a registry, such as docker.io or quay.io
            https://quay.io  | HOST/x      | its upstream 'https://quay.io' is not the host of a registry, such as docker.io or quay.io
            quay.io/keycloak | HOST/x      | its upstream 'quay.io/keycloak' is not the host of a registry, such as docker.io or quay.io
            quay.io          | ''          | its registry '' is not a host with the repository prefix
            quay.io          | quay        | its registry 'quay' is not a host with the repository prefix
            quay.io          | quay/x.y    | its registry 'quay/x.y' is not a host with the repository prefix
            quay.io          | https://HOST/x | its registry 'https://HOST/x' is not a host with the repository prefix
            quay.io          | HOST/x:1    | its registry 'HOST/x:1' is not a host with the repository prefix
            quay.io          | HOST/ROOT   | its registry 'HOST/ROOT' is not a host with the repository prefix
            HOST             | HOST/x      | its registry is its upstream itself: leave it out
            index.docker.io  | Docker.io/x | its registry is its upstream itself: leave it out
            quay.io          | HOST//x     | its registry 'HOST//x' is not a host with the repository prefix
            """)
    void explainsABadMirror(String upstream, String registry, String reason) {
        assertThatThrownBy(() -> Mirror.parse(expand(upstream), expand(registry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(expand(reason));
    }

    @Test
    void refusesTwoMirrorsForARegistry() {
        assertThatThrownBy(() -> new Mirrors(
                        List.of(Mirror.parse("docker.io", HOST + "/a"), Mirror.parse("index.docker.io", HOST + "/b"))))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("two entries of <mirrors> are for 'docker.io': keep one of them");
    }

    @ParameterizedTest
    @CsvSource({
        "public.ecr.aws/docker, HOST/ecr-public, docker.io=HOST/ecr-public/docker",
        "public.ecr.aws/docker, HOST,            docker.io=HOST/docker",
        "public.ecr.aws,        HOST/ecr-public, docker.io=HOST/ecr-public",
        "public.ecr.aws,        HOST,            docker.io=HOST",
    })
    void refusesAMirrorOfAMirror(String registry, String next, String both) {
        assertThatThrownBy(() -> new Mirrors(
                        List.of(Mirror.parse("docker.io", registry), Mirror.parse("public.ecr.aws", expand(next)))))
                .isInstanceOf(ExplainedException.class)
                .hasMessage(expand("bad mirror 'docker.io=" + registry
                        + "': its registry has a mirror itself, 'public.ecr.aws=" + next
                        + "', but an image is pulled by one mirror only. Write '" + both
                        + "', or leave out one of the two"));
    }

    private static String expand(String text) {
        return text.replace("HOST", HOST).replace("DIGEST", DIGEST);
    }
}
