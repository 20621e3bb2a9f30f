package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RootCause;
import java.util.List;
import java.util.regex.Pattern;

/** Explains why a pull failed in the engine or the registry, and what the user can do. */
final class PullFailures {
    private static final String PLATFORM_REMEDY =
            "The image is not made for this platform: set <platform> to one that it is made for";

    private static final String ANONYMOUS_REMEDY =
            "The registry does not allow anonymous access to it: check the repository's name, or pull with AWS"
                    + " credentials";

    private static final String PROXY_REMEDY =
            "The engine connects to registries through its own proxy, which 'docker info' shows: correct it in"
                    + " the engine's settings";

    /**
     * The known causes, found by the words in the engine's message; the first that matches counts. The HTTP status does
     * not tell the cause: it differs between engines, and "pull access denied" often has the status 404.
     */
    private static final List<Cause> CAUSES = List.of(
            new Cause(
                    "no space left on device|disk quota exceeded",
                    Kind.OTHER,
                    "Free disk space for the engine's images, for example with 'docker system prune'"),
            new Cause(
                    "unsupported media type \\S+zstd",
                    Kind.OTHER,
                    "The image's layers are compressed with zstd, which this engine does not support: update"
                            + " the engine, or push the image with gzip layers"),
            new Cause(
                    "manifest\\.v1\\+(prettyjws|json)|schema 1",
                    Kind.OTHER,
                    "The image has an old format that engines no longer support: build or push it again with a"
                            + " current engine"),
            new Cause(
                    "vnd\\.cncf\\.helm",
                    Kind.NO_IMAGE,
                    "It is a Helm chart, not a container image: remove it here, and get it with 'helm pull'"),
            new Cause(
                    "unsupported media type|unsupported image-specific operation|mismatched image rootfs",
                    Kind.NO_IMAGE,
                    "It is not a container image, but another artifact, such as a Helm chart, a signature or an SBOM:"
                            + " correct the reference, or remove it here and get it with its own tool"),
            new Cause(
                    "no matching manifest|no image found in (manifest list|image index)|cannot be used on this platform"
                            + "|operating system is not supported",
                    Kind.NO_PLATFORM,
                    PLATFORM_REMEDY),
            new Cause(
                    "KmsException|KMS exception",
                    Kind.OTHER,
                    "ECR cannot use the AWS KMS key that encrypts the repository: check that the key is"
                            + " enabled, and that the grants that ECR has on it were not revoked"),
            new Cause("proxy authentication required|proxyconnect .*no such host", Kind.OTHER, PROXY_REMEDY),
            new Cause("proxyconnect ", Kind.TEMPORARY, PROXY_REMEDY),
            new Cause(
                    "server gave HTTP response to HTTPS client|first record does not look like a TLS handshake",
                    Kind.OTHER,
                    "The engine uses HTTPS, but the server at the registry's address does not: check the"
                            + " registry's host and port, and the engine's proxy; a registry without TLS must"
                            + " be in the engine's 'insecure-registries'"),
            new Cause(
                    "HTTP request to an HTTPS server|malformed HTTP response",
                    Kind.OTHER,
                    "The engine uses HTTP without TLS, but the registry requires HTTPS: remove its host from"
                            + " the engine's 'insecure-registries'"),
            new Cause(
                    "certificate has expired or is not yet valid",
                    Kind.OTHER,
                    "Check the clock of the machine that the engine runs on, and the registry's certificate"),
            new Cause(
                    "x509|certificate|remote error: tls",
                    Kind.OTHER,
                    "The engine does not trust the TLS certificate of the registry. If it comes from a proxy"
                            + " that inspects TLS, or from a registry of your own, install the CA certificate"
                            + " on the engine's machine, as /etc/docker/certs.d/HOST/ca.crt, and restart the engine"),
            new Cause(
                    "no such host",
                    Kind.OTHER,
                    "The engine cannot resolve the registry's host: check its name, and the DNS and VPN of the"
                            + " engine's machine"),
            new Cause(
                    "invalid reference|invalid tag format|invalid repository name",
                    Kind.OTHER,
                    "The engine does not accept this name: correct the image reference"),
            new Cause(
                    "insufficient UIDs or GIDs|lchown .* invalid argument",
                    Kind.OTHER,
                    "The rootless engine has too few user and group IDs for the image's files: give its user more in"
                            + " /etc/subuid and /etc/subgid"),
            new Cause(
                    "permission denied|operation not permitted|read-only file system|input/output error",
                    Kind.OTHER,
                    "The engine cannot write to its image store: check its disk and permissions, and the engine's log"),
            // Containerd's garbage collection has deleted what a pull was writing.
            new Cause(
                    "lease does not exist|parent snapshot .* does not exist|commit failed: rename .*no such file",
                    Kind.TEMPORARY,
                    ""),
            new Cause(
                    "name unknown|repository with name",
                    Kind.NOT_FOUND,
                    "Check the repository's name, and the account and region in the registry's host"),
            new Cause(
                    "manifest unknown|not found|requested image",
                    Kind.NOT_FOUND,
                    "Check the tag or digest and the repository's name, and that the image was pushed to this account"
                            + " and region"),
            new Cause(
                    "authorization token has expired",
                    Kind.EXPIRED,
                    "Get a new token with 'aws ecr get-login-password': it is valid for 12 hours"),
            // https://github.com/aws/containers-roadmap/issues/2354
            new Cause(
                    "authentication to the upstream registry failed",
                    Kind.OTHER,
                    "Check the credentials that the pull-through cache rule of ECR has in AWS Secrets Manager for its"
                            + " upstream registry, and that the image exists there: Docker Hub refuses one that does not"),
            new Cause(
                    "authorization denied by plugin|administrative rules",
                    Kind.OTHER,
                    "A plugin of the engine, or a proxy in front of it, does not allow pulls (POST /images/create):"
                            + " allow them there"),
            new Cause(
                    "no basic auth credentials|unauthorized|denied|forbidden|expired",
                    Kind.REFUSED,
                    "The registry rejected the token. If it is the password of a settings.xml server, it may"
                            + " have expired; otherwise the principal needs ecr:BatchGetImage and"
                            + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account"
                            + " must allow it in its policy"),
            new Cause(
                    "toomanyrequests|429 Too Many Requests|rate exceeded",
                    Kind.TEMPORARY,
                    "The registry gets too many requests: try again later"),
            new Cause(
                    "verification failed|unexpected commit digest|digest did not match",
                    Kind.OTHER,
                    "The downloaded data does not match its digest: a proxy changes it, or it is damaged in the"
                            + " registry; in that case push the image again"),
            new Cause(
                    "\\b50[0-4]([ ,;:]|$)|timeout|timed? out|deadline exceeded|connection re(set|fused)|broken pipe"
                            + "|\\bEOF\\b|server misbehaving|temporary failure|try again|no route to host"
                            + "|network is unreachable|GOAWAY|stream error|client connection lost"
                            + "|closed network connection|server closed idle connection|failed size validation",
                    Kind.TEMPORARY,
                    ""));

    private record Cause(Pattern words, Kind kind, String remedy) {
        Cause(String words, Kind kind, String remedy) {
            this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), kind, remedy);
        }

        /** Returns the cause of an error response. If it is unknown, the status 5xx means that a retry may help. */
        static Cause of(RefusedException failure, String text) {
            return CAUSES.stream()
                    .filter(cause -> cause.words.matcher(text).find())
                    .findFirst()
                    .orElseGet(() -> new Cause("", failure.status() / 100 == 5 ? Kind.TEMPORARY : Kind.OTHER, ""));
        }

        /**
         * Returns the cause if there is no complete response. After a lost connection a retry may help, but not if the
         * response is not JSON or exceeds a limit: then it is not from an engine.
         */
        static Cause of(Throwable failure) {
            boolean notFromEngine =
                    failure instanceof JsonProcessingException || EngineFailures.isTooMuch(RootCause.of(failure));
            return new Cause("", notFromEngine ? Kind.OTHER : Kind.TEMPORARY, "");
        }
    }

    private PullFailures() {}

    /**
     * Explains an error response, or an incomplete one.
     *
     * @param anonymous whether the pull was without credentials
     */
    static PullException notPulled(Exception failure, ImageReference reference, boolean anonymous, Object engine) {
        if (RootCause.of(failure) instanceof EngineSilentException silent) {
            return new PullException(
                    Kind.OTHER,
                    "cannot pull " + reference + ": no data from " + engine + " for "
                            + silent.silence().toSeconds() + " s",
                    "Is the registry or the network too slow? Set stallTimeout to wait longer",
                    failure);
        }
        String reason = EngineFailures.reason(failure);
        Cause cause = failure instanceof RefusedException refused
                ? Cause.of(refused, withoutNames(reason, reference))
                : Cause.of(failure);
        return new PullException(
                cause.kind,
                "cannot pull " + reference + ": " + EngineFailures.introduction(failure, engine) + reason,
                anonymous && cause.kind == Kind.REFUSED ? ANONYMOUS_REMEDY : cause.remedy,
                failure);
    }

    /** Removes the names of the image, which may contain words of the causes. */
    private static String withoutNames(String reason, ImageReference reference) {
        return reason.replaceAll("/" + Pattern.quote(reference.repository()) + "(:[\\w.-]+|/manifests/[\\w.:-]+)?", "");
    }

    /** Explains that the stream ended without an error, but the engine does not have the complete image. */
    static PullException incomplete(ImageReference reference, Object engine) {
        return new PullException(
                Kind.TEMPORARY,
                "cannot pull " + reference + ": " + engine
                        + " ended its response without reporting that the image is complete",
                "Pull again; if that does not help, check the engine's log",
                null);
    }

    /** Explains that the engine has pulled an artifact that is no container image. */
    static PullException noImage(ImageReference reference, Object engine) {
        return new PullException(
                Kind.NO_IMAGE,
                "cannot pull " + reference + ": it is not a container image (" + engine
                        + " found neither a platform nor a file system in it)",
                "Registries also hold other artifacts, such as Helm charts, signatures and SBOMs: correct the"
                        + " reference, or remove it here and get it with its own tool",
                null);
    }

    /** Explains that the engine has pulled the image for another platform. */
    static PullException otherPlatform(ImageReference reference, Platform platform, LocalImage image, Object engine) {
        return new PullException(
                Kind.NO_PLATFORM,
                "the pulled image " + reference + " is not for " + platform + ": " + engine + " has it for "
                        + image.platform(),
                PLATFORM_REMEDY,
                null);
    }
}
