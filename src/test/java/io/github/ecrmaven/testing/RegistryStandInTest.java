package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may pull, and what the others are told. */
class RegistryStandInTest {
    private static final Set<String> PASSWORDS = Set.of("one", "two", "renewed");
    private static final String MANIFEST = "/v2/team/app/manifests/1.0";

    private final RegistryStandIn registry = new RegistryStandIn(PASSWORDS::contains);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void push() {
        registry.push("team/app", "1.0", TestImage.docker("linux/amd64", 1, 100));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aPasswordThatHoldsLetsIn() throws Exception {
        assertThat(get(MANIFEST, "one").statusCode()).isEqualTo(200);
        assertThat(get("/v2/", "one").statusCode()).isEqualTo(200);
    }

    @Test
    void othersAreAskedForOne() throws Exception {
        HttpResponse<String> response = get(MANIFEST, "");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("Not Authorized\n");
        assertThat(response.headers().firstValue("Www-Authenticate"))
                .hasValue("Basic realm=\"https://" + registry.host() + "/\",service=\"ecr.amazonaws.com\"");
        assertThat(get("/v2/", "unknown").statusCode()).isEqualTo(401);
    }

    @Test
    void anExpiredPasswordIsDenied() throws Exception {
        registry.expire(Set.of("one", "two"));

        HttpResponse<String> response = get(MANIFEST, "one");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body())
                .isEqualTo("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"Your authorization token has expired."
                        + " Reauthenticate and try again.\"}]}");
        assertThat(get("/v2/", "two").statusCode()).isEqualTo(403);
        assertThat(get(MANIFEST, "renewed").statusCode()).isEqualTo(200);
    }

    @Test
    void aRevokedPasswordIsUnknown() throws Exception {
        registry.revoke(Set.of("one"));

        HttpResponse<String> response = get(MANIFEST, "one");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body())
                .isEqualTo("{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}");
        assertThat(response.headers().firstValue("Www-Authenticate")).isPresent();
        assertThat(get(MANIFEST, "renewed").statusCode()).isEqualTo(200);
    }

    @Test
    void aPublicRepositoryIsOpenToEverybody() throws Exception {
        registry.push("team/internal", "1.0", TestImage.docker("linux/amd64", 2, 100));
        registry.open("team/app");

        assertThat(get(MANIFEST, "").statusCode()).isEqualTo(200);
        assertThat(get(MANIFEST, "one").statusCode()).isEqualTo(200);
        assertThat(get("/v2/team/internal/manifests/1.0", "").statusCode()).isEqualTo(401);
    }

    @Test
    void aRegistryWithPublicRepositoriesGivesOutTokens() throws Exception {
        registry.open("team/app");

        assertThat(get("/v2/", "").headers().firstValue("Www-Authenticate"))
                .hasValue("Bearer realm=\"http://" + registry.host()
                        + "/token/\",service=\"public.ecr.aws\",scope=\"aws\"");
        String anybody = "Bearer " + token("");
        assertThat(send("/v2/", anybody).statusCode()).isEqualTo(200);
        assertThat(send(MANIFEST, anybody).statusCode()).isEqualTo(200);
        String somebody = "Bearer " + token("one");
        assertThat(send(MANIFEST, somebody).statusCode()).isEqualTo(200);
        assertThat(registry.calls())
                .endsWith(
                        new RegistryStandIn.Call("GET", MANIFEST, "anybody", ""),
                        new RegistryStandIn.Call("GET", "/token/", "AWS", "one"),
                        new RegistryStandIn.Call("GET", MANIFEST, "AWS", "one"));
        registry.expire(Set.of("one"));
        assertThat(send(MANIFEST, somebody).statusCode()).isEqualTo(403);
        assertThat(get("/token/", "one").statusCode()).isEqualTo(403);
    }

    @Test
    void aTokenForAnybodyDoesNotOpenOtherRepositories() throws Exception {
        registry.push("team/internal", "1.0", TestImage.docker("linux/amd64", 2, 100));
        registry.open("team/app");

        assertThat(send("/v2/team/internal/manifests/1.0", "Bearer " + token(""))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(MANIFEST, "Bearer unknown").statusCode()).isEqualTo(200);
    }

    @Test
    void anExpiredPasswordIsDeniedAlsoByAPublicRepository() throws Exception {
        registry.open("team/app");
        registry.expire(Set.of("one"));

        assertThat(get(MANIFEST, "one").statusCode()).isEqualTo(403);
    }

    @Test
    void givesTheRestOfABlobToWhoWasCutOff() throws Exception {
        TestImage image = TestImage.docker("linux/amd64", 1, 100);
        byte[] layer = image.blobs().get(0).bytes();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + registry.host() + "/v2/team/app/blobs/" + image.layer(0)))
                .header("Authorization", "Basic " + EcrPasswords.token("one"))
                .header("Range", "bytes=90-")
                .build();

        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("Content-Range"))
                .hasValue("bytes 90-" + (layer.length - 1) + "/" + layer.length);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(layer, 90, layer.length));
    }

    @Test
    void tellsWhoAskedForWhat() throws Exception {
        get("/v2/", "");
        get(MANIFEST, "one");

        assertThat(registry.calls())
                .containsExactly(
                        new RegistryStandIn.Call("GET", "/v2/", "", ""),
                        new RegistryStandIn.Call("GET", MANIFEST, "AWS", "one"));
        assertThat(registry.requests()).containsExactly("GET /v2/", "GET " + MANIFEST);
    }

    private String token(String password) throws IOException, InterruptedException {
        return Json.read(get("/token/", password).body()).path("token").asText();
    }

    private HttpResponse<String> get(String path, String password) throws IOException, InterruptedException {
        return send(path, password.isEmpty() ? "" : "Basic " + EcrPasswords.token(password));
    }

    private HttpResponse<String> send(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
