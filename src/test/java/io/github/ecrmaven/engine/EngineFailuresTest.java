package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ImageReference;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words for what the JDK throws, and the advice for what Docker 20.10, 28 and 29 and Podman 5 say. */
class EngineFailuresTest {
    private static final ImageReference APP =
            ImageReference.parse("429401403123.dkr.ecr.eu-west-1.amazonaws.com/denied/expired:429");
    private static final String START =
            "Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to" + " where it listens";

    /** What follows from a cause: the kind of the failure, and the advice. */
    private enum Cause {
        FREE_SPACE(Kind.OTHER, ". Free space where the engine keeps its images, as by 'docker system prune'"),
        PLATFORM(
                Kind.NO_PLATFORM,
                ". The image is not made for this platform: set <platform> to one that it is made for"),
        REPOSITORY(Kind.NOT_FOUND, ". Check the repository's name, and the account and region in the registry's host"),
        IMAGE(
                Kind.NOT_FOUND,
                ". Check the tag or digest and the repository's name, and that the image was pushed to this"
                        + " account and region"),
        PERMISSION(
                Kind.REFUSED,
                ". The registry did not take the token. If it is the password of a settings.xml server, it may have"
                        + " expired; else the principal needs ecr:BatchGetImage and"
                        + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account must"
                        + " allow it in its policy"),
        EXPIRED(Kind.EXPIRED, ". Get a new token, as 'aws ecr get-login-password' prints it: one lasts 12 hours"),
        WAIT(Kind.TEMPORARY, ". The registry is asked too often: try again later"),
        DAMAGED(
                Kind.OTHER,
                ". What came is not what its digest says: a proxy on the way changes it, or the registry has it damaged;"
                        + " then push the image again"),
        PASSES(Kind.TEMPORARY, ""),
        NONE(Kind.OTHER, "");

        private final Kind kind;
        private final String advice;

        Cause(Kind kind, String advice) {
            this.kind = kind;
            this.advice = advice;
        }
    }

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
        };
    }

    @Test
    void aSocketOfPodmanThatIsAnotherUsers() {
        assertThat(ForbiddenSocket.failure("unix:///run/user/1000/podman/podman.sock", "DOCKER_HOST"))
                .hasMessage("no container engine at unix:///run/user/1000/podman/podman.sock (DOCKER_HOST): permission"
                        + " denied. The socket is another user's: start your own by 'systemctl --user start"
                        + " podman.socket', and set dockerHost or DOCKER_HOST to"
                        + " unix:///run/user/UID/podman/podman.sock");
    }

    @Test
    void noEngineAtAnyOfTheSocketsThatWereTried() {
        var locator = new EngineLocator(
                Map.of("XDG_RUNTIME_DIR", "/run/user/1000"), Path.of("/home/me"), false, path -> false, warning -> {});
        var thrown = new IllegalStateException(new SocketException("No such file or directory"));

        assertThat(EngineFailures.noEngine(thrown, locator.locate(null, null, null)))
                .hasMessage("no container engine at unix:///var/run/docker.sock (DOCKER_HOST not set, default socket,"
                        + " and none of /run/user/1000/docker.sock, /home/me/.docker/run/docker.sock,"
                        + " /home/me/.docker/desktop/docker.sock, /home/me/.colima/default/docker.sock,"
                        + " /home/me/.rd/docker.sock, /home/me/.orbstack/run/docker.sock,"
                        + " /run/user/1000/podman/podman.sock, /run/podman/podman.sock): No such file or directory. "
                        + START);
    }

    @ParameterizedTest
    @MethodSource
    void noEngineAtAPipe(Exception thrown, String reason) {
        var address = new EngineAddress(URI.create("npipe:////./pipe/docker_engine"), null, "DOCKER_HOST not set");

        assertThat(EngineFailures.noEngine(new IllegalStateException(thrown), address))
                .hasMessage("no container engine at npipe:////./pipe/docker_engine (DOCKER_HOST not set): " + reason);
    }

    static Object[][] noEngineAtAPipe() {
        String pipe = "\\\\.\\pipe\\docker_engine";
        return new Object[][] {
            {new NoSuchFileException(pipe), "no such pipe. " + START},
            {
                new AccessDeniedException(pipe),
                "permission denied. Allow this user to use it: make it a member of the group docker-users, then sign in"
                        + " again"
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
        String check =
                "). Check that ca.pem, cert.pem and key.pem in /certs are for this engine; missing there: ca.pem, cert.pem, key.pem";
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
                "PERMISSION; Head \"https://HOST/v2/REPOSITORY/manifests/429\": no basic auth credentials",
                "PERMISSION; unauthorized: authentication required",
                "PERMISSION; unauthorized: Not Authorized",
                "EXPIRED;    pull access denied for HOST/REPOSITORY, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again",
                "PERMISSION; pull access denied for HOST/REPOSITORY, repository does not exist or may require 'docker login'",
                "PERMISSION; pull access denied for HOST/REPOSITORY, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
                "IMAGE;      manifest for IMAGE not found: manifest unknown: Requested image not found",
                "REPOSITORY; repository HOST/REPOSITORY not found: name unknown: The repository with name 'REPOSITORY' does not exist in the registry with id '429401403123'",
                "PLATFORM;   no matching manifest for linux/s390x in the manifest list entries",
                "WAIT;       toomanyrequests: Rate exceeded",
                "FREE_SPACE; failed to register layer: write /usr/lib/libc.so: no space left on device",
                "PASSES;     received unexpected HTTP status: 503 Service Unavailable",
                "NONE;       Get \"https://HOST/v2/\": dial tcp: lookup HOST on 10.0.0.2:53: no such host",
                "NONE;       Get \"https://HOST/v2/\": tls: failed to verify certificate: x509: certificate has expired or is not yet valid",
                "PASSES;     error pulling image configuration: download failed after attempts=6: unexpected EOF",
                "PASSES;     Get \"https://HOST/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
                "PASSES;     Get \"https://HOST/v2/\": read tcp 10.0.0.1:40000->10.0.0.2:443: read: connection reset by peer",
                "DAMAGED;    filesystem layer verification failed for digest sha256:429",
                // Docker 28 and 29 with containerd
                "PERMISSION; failed to resolve reference \"IMAGE\": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
                "PERMISSION; unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 401 Unauthorized",
                "PERMISSION; unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 403 Forbidden",
                "PERMISSION; error from registry: expired",
                "IMAGE;      failed to resolve reference \"IMAGE\": IMAGE: not found",
                "PLATFORM;   no matching manifest for linux/s390x in the manifest list entries: no match for platform in manifest: not found",
                "WAIT;       unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 429 Too Many Requests",
                "WAIT;       error from registry: Rate exceeded",
                "DAMAGED;    failed commit on ref \"layer-sha256:429\": commit failed: unexpected commit digest sha256:1, expected sha256:429: failed precondition",
                "PASSES;     short read: expected 200250 bytes but got 100125: unexpected EOF",
                "PASSES;     unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD request to https://HOST/v2/REPOSITORY/manifests/429: 503 Service Unavailable",
                "PASSES;     failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://HOST/v2/REPOSITORY/manifests/expired: 500 Internal Server Error",
                "NONE;       failed to resolve reference \"IMAGE\": failed to do request: Head \"https://HOST/v2/REPOSITORY/manifests/429\": dial tcp: lookup HOST on 10.0.0.2:53: no such host",
                // Podman 5
                "PERMISSION; denied: User: arn:aws:iam::1:user/x is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:429401403123:repository/REPOSITORY because no identity-based policy allows the ecr:BatchGetImage action",
                "IMAGE;      manifest unknown: Requested image not found",
                "REPOSITORY; name unknown: The repository with name 'REPOSITORY' does not exist in the registry with id '429401403123'",
                "PLATFORM;   no image found in image index for architecture \"s390x\", variant \"\", OS \"linux\"",
                "PLATFORM;   no image found in manifest list for architecture \"s390x\", variant \"\", OS \"linux\"",
                "DAMAGED;    unable to copy from source docker://IMAGE: writing blob: storing blob to file \"/var/tmp/storage1/2\": happened during read: Digest did not match, expected sha256:429, got sha256:1",
                "NONE;       copying system image from manifest list: mkdir /var/lib/containers: permission denied",
            })
    void kindAndAdviceFollowTheEnginesWords(Cause cause, String template) {
        String words = words(template);

        PullException failure = EngineFailures.notPulled(answer(words), APP, false, "Docker 28");

        assertThat(failure.kind()).isEqualTo(cause.kind);
        assertThat(failure.explain())
                .hasMessage("cannot pull " + APP + ": Docker 28 says: " + words + cause.advice)
                .hasCause(failure.getCause());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "REFUSED;   denied: expired;               ECR takes the token: the proxy in between does not",
                "NOT_FOUND; manifest unknown;              ECR has no tag 'expired' in repository 'denied/expired'. Push it or correct the tag",
                "TEMPORARY; 503 Service Unavailable;       ECR has the image",
            })
    void aFindingTakesThePlaceOfTheAdvice(Kind kind, String words, String finding) {
        PullException failure = EngineFailures.notPulled(answer(words), APP, false, "Docker 28");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.explain(finding))
                .hasMessage("cannot pull " + APP + ": Docker 28 says: " + words + ". " + finding)
                .hasCause(failure.getCause());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "REFUSED;   no basic auth credentials; . The registry does not give it to everyone: check the repository's name, or pull with AWS credentials",
                "NOT_FOUND; manifest unknown;          . Check the tag or digest and the repository's name, and that the image was pushed to this account and region",
                "TEMPORARY; 503 Service Unavailable;   ''",
            })
    void withoutCredentialsNoTokenIsSpokenOf(Kind kind, String words, String advice) {
        PullException failure = EngineFailures.notPulled(answer(words), APP, true, "Docker 28");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.explain()).hasMessage("cannot pull " + APP + ": Docker 28 says: " + words + advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received fatal alert: certificate_expired", "Connection forbidden", "not found"})
    void theWordsOfABrokenConnectionAreNotTheRegistrys(String words) {
        PullException failure = EngineFailures.notPulled(new IOException(words), APP, false, "Docker 28");

        assertThat(failure.kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(failure.explain()).hasMessage("cannot pull " + APP + ": no whole answer from Docker 28: " + words);
    }

    private static String words(String template) {
        return template.replace("IMAGE", APP.toString())
                .replace("HOST", APP.registry())
                .replace("REPOSITORY", APP.repository());
    }

    @Test
    void whatAnEngineSaysThatNobodyForesawMayPassWhereItsStatusSaysSo() {
        assertThat(kind(500)).isEqualTo(Kind.TEMPORARY);
        assertThat(kind(400)).isEqualTo(Kind.OTHER);
    }

    private static Kind kind(int status) {
        return EngineFailures.notPulled(new RefusedException(status, "boom"), APP, false, "Docker 28")
                .kind();
    }

    private static RefusedException answer(String words) {
        return RefusedException.of(
                400, ("{\"message\":\"" + words.replace("\"", "\\\"") + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
