package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.InternalServerErrorException;
import io.github.ecrmaven.image.ImageReference;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words for what the JDK throws, and the advice for what Docker 20.10, 28 and 29 and Podman 5 say. */
class EngineFailuresTest {
    private static final ImageReference APP =
            ImageReference.parse("429401403123.dkr.ecr.eu-west-1.amazonaws.com/denied/expired:429");
    private static final String START =
            "Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to" + " where it listens";

    private static final Map<String, String> ADVICE = Map.of(
            "free space", ". Free space where the engine keeps its images, as by 'docker system prune'",
            "platform", ". The image is not made for this platform: set <platform> to one that it is made for",
            "repository", ". Check the repository's name, and the account and region in the registry's host",
            "image",
                    ". Check the tag or digest and the repository's name, and that the image was pushed to this"
                            + " account and region",
            "permission",
                    ". The registry did not take the token. The principal needs ecr:BatchGetImage and"
                            + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account must"
                            + " allow it in its policy",
            "wait", ". The registry is asked too often: try again later",
            "none", "");

    @ParameterizedTest
    @MethodSource
    void noEngineAtASocket(Exception thrown, String reason) {
        var address = new EngineAddress(URI.create("unix:///var/run/docker.sock"), null, "DOCKER_HOST not set");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at unix:///var/run/docker.sock (DOCKER_HOST not set): " + reason);
    }

    static Object[][] noEngineAtASocket() {
        return new Object[][] {
            {new SocketException("No such file or directory"), "No such file or directory. " + START},
            {new ConnectException("Connection refused"), "nothing listens there (Connection refused). " + START},
            {
                new BindException("Permission denied"),
                "permission denied. Allow this user to use it: 'sudo usermod -aG docker $USER', then log in again"
            },
        };
    }

    @ParameterizedTest
    @MethodSource
    void noEngineAtAPort(Exception thrown, String reason) {
        var address = new EngineAddress(URI.create("tcp://docker:2375"), null, "DOCKER_HOST");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at tcp://docker:2375 (DOCKER_HOST): " + reason);
    }

    static Object[][] noEngineAtAPort() {
        return new Object[][] {
            {new UnknownHostException("docker"), "no such host. " + START},
            {new ConnectException("Connection refused"), "nothing listens there (Connection refused). " + START},
            {new NoRouteToHostException("No route to host"), "No route to host. " + START},
            {new SocketTimeoutException("Connect timed out"), "Connect timed out. " + START},
            {
                new IOException("Invalid header"),
                "what listens there does not answer as a container engine (Invalid header). Set dockerHost or"
                        + " DOCKER_HOST to where the engine listens; if it wants TLS, set certPath or"
                        + " DOCKER_TLS_VERIFY too"
            },
        };
    }

    @ParameterizedTest
    @MethodSource
    void noEngineAtAPortWithTls(Exception thrown, String reason) {
        var tls = new EngineTls(Path.of("/certs"), true);
        var address = new EngineAddress(URI.create("tcp://docker:2376"), tls, "DOCKER_HOST");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at tcp://docker:2376 (DOCKER_HOST): " + reason);
    }

    static Object[][] noEngineAtAPortWithTls() {
        String check = "). Check that ca.pem, cert.pem and key.pem in /certs are for this engine";
        return new Object[][] {
            {new UnknownHostException("docker"), "no such host. " + START},
            {new ConnectException("Connection refused"), "nothing listens there (Connection refused). " + START},
            {new SocketTimeoutException("Connect timed out"), "Connect timed out. " + START},
            {new SSLHandshakeException("bad_certificate"), "no TLS connection (bad_certificate" + check},
            {new SocketException("Broken pipe"), "no TLS connection (Broken pipe" + check},
        };
    }

    /** IMAGE, HOST and REPOSITORY stand for the image's, whose account, name and tag look like causes themselves. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // Docker 20.10 and 28 with overlay2
                "permission; Head \"https://HOST/v2/REPOSITORY/manifests/429\": no basic auth credentials",
                "permission; unauthorized: authentication required",
                "permission; unauthorized: Not Authorized",
                "permission; pull access denied for HOST/REPOSITORY, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again",
                "image;      manifest for IMAGE not found: manifest unknown: Requested image not found",
                "repository; repository HOST/REPOSITORY not found: name unknown: The repository with name 'REPOSITORY' does not exist in the registry with id '429401403123'",
                "platform;   no matching manifest for linux/s390x in the manifest list entries",
                "wait;       toomanyrequests: Rate exceeded",
                "free space; failed to register layer: write /usr/lib/libc.so: no space left on device",
                "none;       received unexpected HTTP status: 503 Service Unavailable",
                "none;       Get \"https://HOST/v2/\": dial tcp: lookup HOST on 10.0.0.2:53: no such host",
                "none;       Get \"https://HOST/v2/\": tls: failed to verify certificate: x509: certificate has expired or is not yet valid",
                "none;       error pulling image configuration: download failed after attempts=6: unexpected EOF",
                // Docker 28 and 29 with containerd
                "permission; failed to resolve reference \"IMAGE\": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
                "permission; unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 401 Unauthorized",
                "permission; unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 403 Forbidden",
                "permission; error from registry: expired",
                "image;      failed to resolve reference \"IMAGE\": IMAGE: not found",
                "platform;   no matching manifest for linux/s390x in the manifest list entries: no match for platform in manifest: not found",
                "wait;       unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 429 Too Many Requests",
                "none;       unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 503 Service Unavailable",
                "none;       failed to resolve reference \"IMAGE\": failed to do request: Head \"https://HOST/v2/REPOSITORY/manifests/429\": dial tcp: lookup HOST on 10.0.0.2:53: no such host",
                // Podman 5
                "permission; denied: User: arn:aws:iam::1:user/x is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:429401403123:repository/REPOSITORY because no identity-based policy allows the ecr:BatchGetImage action",
                "image;      manifest unknown: Requested image not found",
                "repository; name unknown: The repository with name 'REPOSITORY' does not exist in the registry with id '429401403123'",
                "platform;   no image found in image index for architecture \"s390x\", variant \"\", OS \"linux\"",
                "platform;   no image found in manifest list for architecture \"s390x\", variant \"\", OS \"linux\"",
                "none;       copying system image from manifest list: mkdir /var/lib/containers: permission denied",
            })
    void adviceFollowsTheEnginesWords(String advice, String template) {
        String words = template.replace("IMAGE", APP.toString())
                .replace("HOST", APP.registry())
                .replace("REPOSITORY", APP.repository());
        var failure = new InternalServerErrorException("{\"message\":\"" + words.replace("\"", "\\\"") + "\"}");

        assertThat(EngineFailures.notPulled(failure, APP, "Docker 28"))
                .hasMessage("cannot pull " + APP + ": Docker 28 says: " + words + ADVICE.get(advice));
    }
}
