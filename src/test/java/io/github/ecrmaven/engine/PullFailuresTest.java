package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds and remedies of failures, for the messages of Docker 20.10, 28 and 29 and Podman 5. */
class PullFailuresTest {
    private static final ImageReference APP =
            ImageReference.parse("429401403123.dkr.ecr.eu-west-1.amazonaws.com/denied/expired:429");
    /** The cause of a failure, with its kind and its remedy. */
    private enum Cause {
        FREE_SPACE(Kind.OTHER, ". Free disk space for the engine's images, for example with 'docker system prune'"),
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
                ". The registry rejected the token. If it is the password of a settings.xml server, it may have"
                        + " expired; otherwise the principal needs ecr:BatchGetImage and"
                        + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account must"
                        + " allow it in its policy"),
        EXPIRED(Kind.EXPIRED, ". Get a new token with 'aws ecr get-login-password': it is valid for 12 hours"),
        WAIT(Kind.TEMPORARY, ". The registry gets too many requests: try again later"),
        DAMAGED(
                Kind.OTHER,
                ". The downloaded data does not match its digest: a proxy changes it, or it is damaged in the"
                        + " registry; in that case push the image again"),
        ARTIFACT(
                Kind.NO_IMAGE,
                ". It is not a container image, but another artifact, such as a Helm chart, a signature or an"
                        + " SBOM: correct the reference, or remove it here and get it with its own tool"),
        CHART(
                Kind.NO_IMAGE,
                ". It is a Helm chart, not a container image: remove it here, and get it with 'helm pull'"),
        ZSTD(
                Kind.OTHER,
                ". The image's layers are compressed with zstd, which this engine does not support: update the"
                        + " engine, or push the image with gzip layers"),
        OLD_FORM(
                Kind.OTHER,
                ". The image has an old format that engines no longer support: build or push it again with a"
                        + " current engine"),
        KEY(
                Kind.OTHER,
                ". ECR cannot use the AWS KMS key that encrypts the repository: check that the key is enabled,"
                        + " and that the"
                        + " grants that ECR has on it were not revoked"),
        PROXY(
                Kind.OTHER,
                ". The engine connects to registries through its own proxy, which 'docker info' shows: correct"
                        + " it in the"
                        + " engine's settings"),
        PROXY_MAY_PASS(Kind.TEMPORARY, PROXY.advice),
        NO_TLS(
                Kind.OTHER,
                ". The engine uses HTTPS, but the server at the registry's address does not: check the"
                        + " registry's host and port, and the engine's proxy; a registry without TLS must be in"
                        + " the engine's"
                        + " 'insecure-registries'"),
        WANTS_TLS(
                Kind.OTHER,
                ". The engine uses HTTP without TLS, but the registry requires HTTPS: remove its host from the engine's"
                        + " 'insecure-registries'"),
        CLOCK(Kind.OTHER, ". Check the clock of the machine that the engine runs on, and the registry's certificate"),
        TRUST(
                Kind.OTHER,
                ". The engine does not trust the TLS certificate of the registry. If it comes from a proxy that"
                        + " inspects TLS, or from a registry of your own, install the CA certificate on the"
                        + " engine's machine, as"
                        + " /etc/docker/certs.d/HOST/ca.crt, and restart the engine"),
        NAME(
                Kind.OTHER,
                ". The engine cannot resolve the registry's host: check its name, and the DNS and VPN of the"
                        + " engine's machine"),
        REFERENCE(Kind.OTHER, ". The engine does not accept this name: correct the image reference"),
        IDS(
                Kind.OTHER,
                ". The rootless engine has too few user and group IDs for the image's files: give its user more in"
                        + " /etc/subuid and /etc/subgid"),
        STORE(
                Kind.OTHER,
                ". The engine cannot write to its image store: check its disk and permissions, and the engine's log"),
        GUARD(
                Kind.OTHER,
                ". A plugin of the engine, or a proxy in front of it, does not allow pulls (POST /images/create): allow"
                        + " them there"),
        PASSES(Kind.TEMPORARY, "");

        private final Kind kind;
        private final String advice;

        Cause(Kind kind, String advice) {
            this.kind = kind;
            this.advice = advice;
        }
    }

    /**
     * IMAGE, HOST and REPOSITORY are placeholders. The account, name and tag of the image contain words of error
     * messages, which must not decide the cause.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // Docker 20.10 and 28 with overlay2
                "PERMISSION; Head \"https://HOST/v2/REPOSITORY/manifests/429\": no basic auth credentials",
                "PERMISSION; unauthorized: authentication required",
                "PERMISSION; unauthorized: Not Authorized",
                "EXPIRED;    pull access denied for HOST/REPOSITORY, repository does not exist or may require"
                        + " 'docker login': denied: Your authorization token has expired. Reauthenticate and try again",
                "PERMISSION; pull access denied for HOST/REPOSITORY, repository does not exist or may require"
                        + " 'docker login'",
                "PERMISSION; pull access denied for HOST/REPOSITORY, repository does not exist or may require"
                        + " 'docker login': denied: requested access to the resource is denied",
                "IMAGE;      manifest for IMAGE not found: manifest unknown: Requested image not found",
                "REPOSITORY; repository HOST/REPOSITORY not found: name unknown: The repository with name"
                        + " 'REPOSITORY' does not exist in the registry with id '429401403123'",
                "PLATFORM;   no matching manifest for linux/s390x in the manifest list entries",
                "WAIT;       toomanyrequests: Rate exceeded",
                "FREE_SPACE; failed to register layer: write /usr/lib/libc.so: no space left on device",
                "PASSES;     received unexpected HTTP status: 503 Service Unavailable",
                "NAME;       Get \"https://HOST/v2/\": dial tcp: lookup HOST on 10.0.0.2:53: no such host",
                "CLOCK;      Get \"https://HOST/v2/\": tls: failed to verify certificate: x509: certificate has"
                        + " expired or is not yet valid",
                "PASSES;     error pulling image configuration: download failed after attempts=6: unexpected EOF",
                "PASSES;     Get \"https://HOST/v2/\": net/http: request canceled while waiting for connection"
                        + " (Client.Timeout exceeded while awaiting headers)",
                "PASSES;     Get \"https://HOST/v2/\": read tcp 10.0.0.1:40000->10.0.0.2:443: read: connection"
                        + " reset by peer",
                "DAMAGED;    filesystem layer verification failed for digest sha256:429",
                // Docker 28 and 29 with containerd
                "PERMISSION; failed to resolve reference \"IMAGE\": pull access denied, repository does not"
                        + " exist or may require authorization: authorization failed: no basic auth credentials",
                "PERMISSION; unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD"
                        + " request to https://HOST/v2/REPOSITORY/manifests/429: 401 Unauthorized",
                "PERMISSION; unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD"
                        + " request to https://HOST/v2/REPOSITORY/manifests/429: 403 Forbidden",
                "PERMISSION; error from registry: expired",
                "IMAGE;      failed to resolve reference \"IMAGE\": IMAGE: not found",
                "PLATFORM;   no matching manifest for linux/s390x in the manifest list entries: no match for"
                        + " platform in manifest: not found",
                "WAIT;       unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD"
                        + " request to https://HOST/v2/REPOSITORY/manifests/429: 429 Too Many Requests",
                "WAIT;       error from registry: Rate exceeded",
                "DAMAGED;    failed commit on ref \"layer-sha256:429\": commit failed: unexpected commit digest"
                        + " sha256:1, expected sha256:429: failed precondition",
                "PASSES;     short read: expected 200250 bytes but got 100125: unexpected EOF",
                "PASSES;     unknown: failed to resolve reference \"IMAGE\": unexpected status from HEAD"
                        + " request to https://HOST/v2/REPOSITORY/manifests/429: 503 Service Unavailable",
                "PASSES;     failed to copy: httpReadSeeker: failed open: unexpected status from GET request to"
                        + " https://HOST/v2/REPOSITORY/manifests/expired: 500 Internal Server Error",
                "NAME;       failed to resolve reference \"IMAGE\": failed to do request: Head"
                        + " \"https://HOST/v2/REPOSITORY/manifests/429\": dial tcp: lookup HOST on 10.0.0.2:53:"
                        + " no such host",
                // Podman 5
                "PERMISSION; denied: User: arn:aws:iam::1:user/x is not authorized to perform:"
                        + " ecr:BatchGetImage on resource:"
                        + " arn:aws:ecr:eu-west-1:429401403123:repository/REPOSITORY because no"
                        + " identity-based policy allows the ecr:BatchGetImage action",
                "IMAGE;      manifest unknown: Requested image not found",
                "REPOSITORY; name unknown: The repository with name 'REPOSITORY' does not exist in the registry"
                        + " with id '429401403123'",
                "PLATFORM;   no image found in image index for architecture \"s390x\", variant \"\", OS \"linux\"",
                "PLATFORM;   no image found in manifest list for architecture \"s390x\", variant \"\", OS \"linux\"",
                "DAMAGED;    unable to copy from source docker://IMAGE: writing blob: storing blob to file"
                        + " \"/var/tmp/storage1/2\": happened during read: Digest did not match, expected"
                        + " sha256:429, got sha256:1",
                "STORE;      copying system image from manifest list: mkdir /var/lib/containers: permission denied",
                // Artifacts that are not images: a Helm chart and a signature, on each engine
                "CHART;      unsupported media type application/vnd.cncf.helm.config.v1+json",
                "CHART;      parsing image configuration: unsupported image-specific operation on artifact with"
                        + " type \"application/vnd.cncf.helm.config.v1+json\"",
                "ARTIFACT;   unsupported media type application/vnd.oci.empty.v1+json",
                "ARTIFACT;   unsupported media type application/vnd.dev.cosign.simplesigning.v1+json",
                "ARTIFACT;   failed to unpack image on snapshotter overlayfs: mismatched image rootfs and"
                        + " manifest layers",
                "ZSTD;       unsupported media type application/vnd.oci.image.layer.v1.tar+zstd",
                "OLD_FORM;   not implemented: media type"
                        + " \"application/vnd.docker.distribution.manifest.v1+prettyjws\" is no longer"
                        + " supported since containerd v2.1, please rebuild the image as"
                        + " \"application/vnd.docker.distribution.manifest.v2+json\"",
                "OLD_FORM;   Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has"
                        + " been removed",
                "PLATFORM;   image operating system \"wasi\" cannot be used on this platform: operating system"
                        + " is not supported",
                "PLATFORM;   operating system is not supported",
                // TLS, certificates and names
                "NO_TLS;     Get \"https://HOST/v2/\": http: server gave HTTP response to HTTPS client",
                "NO_TLS;     failed to do request: Head \"https://HOST/v2/REPOSITORY/manifests/429\": tls:"
                        + " first record does not look like a TLS handshake",
                "WANTS_TLS;  Get \"http://HOST/v2/\": net/http: HTTP/1.x transport connection broken: malformed"
                        + " HTTP response \"\\x15\\x03\\x01\"",
                "WANTS_TLS;  error parsing HTTP 400 response body: \"Client sent an HTTP request to an HTTPS server.\"",
                "TRUST;      Get \"https://HOST/v2/\": tls: failed to verify certificate: x509: certificate"
                        + " signed by unknown authority",
                "TRUST;      Get \"https://HOST/v2/\": x509: certificate is valid for proxy.corp, not HOST",
                "TRUST;      Get \"https://HOST/v2/\": remote error: tls: handshake failure",
                "PASSES;     Get \"https://HOST/v2/\": net/http: TLS handshake timeout",
                "PASSES;     failed to prepare extraction snapshot \"extract-1 sha256:2\": NotFound: lease does"
                        + " not exist",
                "PASSES;     failed to prepare extraction snapshot \"extract-1 sha256:2\": NotFound: parent snapshot"
                        + " sha256:1 does not exist: not found",
                "PASSES;     failed commit on ref \"layer-sha256:1\": commit failed: rename /c/ingest/2/data"
                        + " /c/blobs/sha256/1: no such file or directory",
                "PASSES;     Get \"https://HOST/v2/\": dial tcp: lookup HOST on 10.0.0.2:53: server misbehaving",
                "PASSES;     Get \"https://HOST/v2/\": dial tcp 10.0.0.1:443: connect: no route to host",
                "PASSES;     Get \"https://HOST/v2/\": dial tcp 10.0.0.1:443: connect: network is unreachable",
                "PASSES;     http2: server sent GOAWAY and closed the connection",
                "PASSES;     stream error: stream ID 3, INTERNAL_ERROR, received from peer",
                "PASSES;     http2: client connection lost",
                "PASSES;     read tcp 10.0.0.1:40000->10.0.0.2:443: use of closed network connection",
                "PASSES;     http: server closed idle connection",
                "PASSES;     failed size validation: 1000 != 2000: failed precondition",
                "PASSES;     error parsing HTTP 404 response body: StatusCode: 503, \"\"",
                "GUARD;      authorization denied by plugin casbin: access denied",
                "GUARD;      <html><body><h1>403 Forbidden</h1>Request forbidden by administrative rules.</body></html>",
                "PROXY;      Get \"https://HOST/v2/\": Proxy Authentication Required",
                "PROXY;      Get \"https://HOST/v2/\": proxyconnect tcp: dial tcp: lookup proxy on 10.0.0.2:53:"
                        + " no such host",
                "PROXY_MAY_PASS; Get \"https://HOST/v2/\": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect:"
                        + " connection refused",
                // The registry's encryption keys, and the engine's disk
                "KEY;        received unexpected HTTP status: 500 Internal Server Error: KmsException",
                "KEY;        unknown: The operation failed due to a KMS exception",
                "REFERENCE;  invalid reference format: repository name must be lowercase",
                "REFERENCE;  invalid tag format",
                "FREE_SPACE; write /var/lib/docker/tmp/GetImageBlob1: disk quota exceeded",
                "STORE;      failed to register layer: open /var/lib/docker/tmp/x: read-only file system",
                "STORE;      failed to extract layer: write /var/lib/containerd/x: input/output error",
                "IDS;        potentially insufficient UIDs or GIDs available in user namespace (requested 0:42"
                        + " for /etc/shadow): Check /etc/subuid and /etc/subgid: lchown /etc/shadow: invalid argument",
            })
    void kindAndAdviceFollowTheEnginesWords(Cause cause, String template) {
        String words = words(template);

        // The status contradicts the message.
        int status = cause.kind == Kind.TEMPORARY ? 400 : 500;

        PullException failure = PullFailures.notPulled(new RefusedException(status, words), APP, false, "Docker 28");

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
                "NOT_FOUND; manifest unknown;              ECR has no tag 'expired' in repository"
                        + " 'denied/expired'. Push it or correct the tag",
                "TEMPORARY; 503 Service Unavailable;       ECR has the image",
            })
    void aFindingReplacesTheAdvice(Kind kind, String words, String finding) {
        PullException failure = PullFailures.notPulled(answer(words), APP, false, "Docker 28");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.explain(finding))
                .hasMessage("cannot pull " + APP + ": Docker 28 says: " + words + ". " + finding)
                .hasCause(failure.getCause());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "REFUSED;   no basic auth credentials; . The registry does not allow anonymous access to it:"
                        + " check the repository's name, or pull with AWS credentials",
                "NOT_FOUND; manifest unknown;          . Check the tag or digest and the repository's name, and"
                        + " that the image was pushed to this account and region",
                "TEMPORARY; 503 Service Unavailable;   ''",
            })
    void anAnonymousPullDoesNotMentionAToken(Kind kind, String words, String advice) {
        PullException failure = PullFailures.notPulled(answer(words), APP, true, "Docker 28");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.explain()).hasMessage("cannot pull " + APP + ": Docker 28 says: " + words + advice);
    }

    /** Anyone with the signed URL of a layer can download it. */
    @Test
    void theSignatureOfAUrlIsNotShown() {
        String words = "failed to do request: Get \"https://layers.s3.amazonaws.com/a?X-Amz-Security-Token=T0ken"
                + "&X-Amz-Signature=" + "5".repeat(3_000) + "\": dial tcp 10.0.0.1:443: i/o timeout";

        PullException failure = PullFailures.notPulled(answer(words), APP, false, "Docker 28");

        assertThat(failure.kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(failure.explain())
                .hasMessage("cannot pull " + APP + ": Docker 28 says: failed to do request: Get"
                        + " \"https://layers.s3.amazonaws.com/a\": dial tcp 10.0.0.1:443: i/o timeout");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Received fatal alert: certificate_expired", "Connection forbidden", "not found"})
    void theTextOfABrokenConnectionDoesNotDecideTheCause(String words) {
        PullException failure = PullFailures.notPulled(new IOException(words), APP, false, "Docker 28");

        assertThat(failure.kind()).isEqualTo(Kind.TEMPORARY);
        assertThat(failure.explain())
                .hasMessage("cannot pull " + APP + ": no complete response from Docker 28: " + words);
    }

    private static String words(String template) {
        return template.replace("IMAGE", APP.toString())
                .replace("HOST", APP.registry())
                .replace("REPOSITORY", APP.repository());
    }

    @Test
    void theStatusDecidesTheKindOfAnUnknownMessage() {
        assertThat(kind(500)).isEqualTo(Kind.TEMPORARY);
        assertThat(kind(400)).isEqualTo(Kind.OTHER);
    }

    private static Kind kind(int status) {
        return PullFailures.notPulled(new RefusedException(status, "boom"), APP, false, "Docker 28")
                .kind();
    }

    private static RefusedException answer(String words) {
        return RefusedException.of(
                400, ("{\"message\":\"" + words.replace("\"", "\\\"") + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
