package io.github.ecrmaven.engine;

import com.google.gson.stream.MalformedJsonException;
import io.github.ecrmaven.engine.PullException.Kind;
import io.github.ecrmaven.engine.SshConnection.SshFailedException;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Says what the engine, the registry behind it, or the way there has against a request, and what to do. */
final class EngineFailures {
    private static final String OTHER_PLATFORM =
            "The image is not made for this platform: set <platform> to one that it is made for";

    private static final String NOT_FOR_EVERYONE =
            "The registry does not give it to everyone: check the repository's name, or pull with AWS credentials";

    /**
     * Why a registry or an engine refuses a pull; the first whose words occur counts. Engines give the same cause under
     * different status codes, and give "pull access denied" the status of an image that does not exist, so it is told
     * by the words.
     */
    private static final List<Cause> CAUSES = List.of(
            new Cause(
                    "no space left on device",
                    Kind.OTHER,
                    "Free space where the engine keeps its images, as by 'docker system prune'"),
            new Cause(
                    "no matching manifest|no image found in (manifest list|image index)",
                    Kind.NO_PLATFORM,
                    OTHER_PLATFORM),
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
                    "Get a new token, as 'aws ecr get-login-password' prints it: one lasts 12 hours"),
            new Cause(
                    "no basic auth credentials|unauthorized|(?<!permission )denied|forbidden|(?<!certificate has )expired",
                    Kind.REFUSED,
                    "The registry did not take the token. If it is the password of a settings.xml server, it may have"
                            + " expired; else the principal needs ecr:BatchGetImage and"
                            + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account must allow"
                            + " it in its policy"),
            new Cause(
                    "toomanyrequests|429 Too Many Requests|rate exceeded",
                    Kind.TEMPORARY,
                    "The registry is asked too often: try again later"),
            new Cause("x509|certificate|no such host", Kind.OTHER, ""),
            new Cause(
                    "verification failed|unexpected commit digest|digest did not match",
                    Kind.OTHER,
                    "What came is not what its digest says: a proxy on the way changes it, or the registry has it"
                            + " damaged; then push the image again"),
            new Cause(
                    "\\b50[0-4] |\\b50[0-4]$|timeout|timed? out|deadline exceeded|connection re(set|fused)|broken pipe"
                            + "|\\bEOF\\b|server misbehaving|temporary failure|try again",
                    Kind.TEMPORARY,
                    ""));

    private record Cause(Pattern words, Kind kind, String remedy) {
        Cause(String words, Kind kind, String remedy) {
            this(Pattern.compile(words, Pattern.CASE_INSENSITIVE), kind, remedy);
        }

        /**
         * An engine that says what nobody foresaw is believed that it is its own fault, by its status, and may recover.
         */
        static Cause of(RefusedException failure, String text) {
            return CAUSES.stream()
                    .filter(cause -> cause.words.matcher(text).find())
                    .findFirst()
                    .orElseGet(() -> new Cause("", failure.status() / 100 == 5 ? Kind.TEMPORARY : Kind.OTHER, ""));
        }

        /** A connection to the engine that broke may hold the next time; one that carries no JSON is another's. */
        static Cause of(IOException failure) {
            return new Cause("", failure instanceof MalformedJsonException ? Kind.OTHER : Kind.TEMPORARY, "");
        }
    }

    private EngineFailures() {}

    /** No engine answers at the address. */
    static ExplainedException noEngine(Throwable failure, EngineAddress address) {
        Throwable root = root(failure);
        String words = words(failure);
        if (root instanceof ClosedByInterruptException) {
            return ExplainedException.environment(
                    "interrupted while connecting to the container engine at " + address, failure);
        }
        if (isOverSsh(address)) {
            return noEngine(
                    address,
                    root instanceof SshFailedException ? words : "no whole answer (" + words + ")",
                    trySsh(address),
                    failure);
        }
        String reason;
        String remedy = "Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to where it listens";
        if (root instanceof BindException || root instanceof AccessDeniedException) {
            reason = "permission denied";
            remedy = permission(address);
        } else if (root instanceof ConnectException) {
            reason = "nothing listens there (" + words + ")";
        } else if (root instanceof UnknownHostException) {
            reason = "no such host";
        } else if (root instanceof NoSuchFileException) {
            reason = "no such pipe";
        } else if (address.tls() != null && !(root instanceof InterruptedIOException)) {
            reason = "no TLS connection (" + words + ")";
            remedy = checkFiles(address.tls());
        } else if (root instanceof SocketException || root instanceof InterruptedIOException) {
            reason = words;
        } else {
            reason = "what listens there does not answer as a container engine (" + words + ")";
            remedy = "Set dockerHost or DOCKER_HOST to where the engine listens;"
                    + " if it wants TLS, set certPath or DOCKER_TLS_VERIFY too";
        }
        return noEngine(address, reason, remedy, failure);
    }

    private static String checkFiles(EngineTls tls) {
        List<String> missing = tls.missing();
        return "Check that ca.pem, cert.pem and key.pem in " + tls.folder() + " are for this engine"
                + (missing.isEmpty() ? "" : "; missing there: " + String.join(", ", missing));
    }

    private static boolean isOverSsh(EngineAddress address) {
        return address.uri().getScheme().equals("ssh");
    }

    private static String trySsh(EngineAddress address) {
        return "Try '" + SshConnection.trial(address.uri()) + "', which has to work without a password";
    }

    /** What gives a user a socket or pipe: a group owns Docker's, but Podman's are each user's own. */
    private static String permission(EngineAddress address) {
        if (address.uri().getPath().contains("podman")) {
            return "The socket is another user's: start your own by 'systemctl --user start podman.socket', and set"
                    + " dockerHost or DOCKER_HOST to unix:///run/user/UID/podman/podman.sock";
        }
        return address.uri().getScheme().equals("npipe")
                ? "Allow this user to use it: make it a member of the group docker-users, then sign in again"
                : "Allow this user to use it: 'sudo usermod -aG docker $USER', then log in again";
    }

    /** Something listens at the address, and says nothing. */
    static ExplainedException silent(EngineAddress address, Duration timeout) {
        if (isOverSsh(address)) {
            return noEngine(
                    address, "nothing came from there within " + timeout.toSeconds() + " s", trySsh(address), null);
        }
        return noEngine(
                address,
                "it accepts connections, but did not answer within " + timeout.toSeconds() + " s",
                "Restart it, or set dockerHost or DOCKER_HOST to another",
                null);
    }

    private static ExplainedException noEngine(EngineAddress address, String reason, String remedy, Throwable failure) {
        return ExplainedException.environment(
                "no container engine at " + address + ": " + reason + ". " + remedy, failure);
    }

    /** An engine whose newest API version is from before Docker 20.10. */
    static ExplainedException tooOld(Object engine, String apiVersion) {
        return ExplainedException.environment(
                engine + " is too old: its API is " + apiVersion
                        + ", this plugin needs 1.41 (Docker 20.10) or newer. Update Docker",
                null);
    }

    /**
     * A pull that the engine did not finish.
     *
     * @param anonymous whether it was tried without credentials
     */
    static PullException notPulled(Exception failure, ImageReference reference, boolean anonymous, Object engine) {
        if (failure instanceof EngineSilentException silent) {
            return new PullException(
                    Kind.OTHER,
                    "cannot pull " + reference + ": nothing came from " + engine + " for "
                            + silent.silence().toSeconds() + " s",
                    "Is the registry, or the network on the way to it, too slow? Set stallTimeout to wait longer",
                    failure);
        }
        Cause cause = failure instanceof RefusedException refused
                ? Cause.of(refused, withoutNames(words(failure), reference))
                : Cause.of((IOException) failure);
        return new PullException(
                cause.kind,
                "cannot pull " + reference + ": " + teller(failure, engine) + words(failure),
                anonymous && cause.kind == Kind.REFUSED ? NOT_FOR_EVERYONE : cause.remedy,
                failure);
    }

    /** The names of an image may look like causes themselves. */
    private static String withoutNames(String words, ImageReference reference) {
        return words.replaceAll("/" + Pattern.quote(reference.repository()) + "(:[\\w.-]+|/manifests/[\\w.:-]+)?", "");
    }

    /** A pull that ended without an error, but after which the engine does not have the image. */
    static PullException brokenOff(ImageReference reference, Object engine) {
        return new PullException(
                Kind.TEMPORARY,
                "cannot pull " + reference + ": " + engine
                        + " ended its answer without saying that the image is complete",
                "Pull again; if that does not help, read the engine's log",
                null);
    }

    /** A pull that the engine calls a success, but of an image for another platform. */
    static PullException otherPlatform(ImageReference reference, Platform platform, LocalImage image, Object engine) {
        return new PullException(
                Kind.NO_PLATFORM,
                "pulled " + reference + " is not for " + platform + ": " + engine + " has it for " + image.platform(),
                OTHER_PLATFORM,
                null);
    }

    /** An image that a container uses. */
    static InUseException inUse(RefusedException failure, String image, List<String> containers, Object engine) {
        return new InUseException(
                "cannot remove " + image + ": "
                        + (containers.isEmpty() ? "" : "container " + String.join(", ", containers) + " uses it; ")
                        + teller(failure, engine) + words(failure)
                        + ". Remove the container first ('docker rm'), or set force (-Decr.force)",
                failure);
    }

    /** Any other request that the engine refused or did not answer. */
    static ExplainedException refused(Exception failure, String request, Object engine) {
        return ExplainedException.environment(
                "cannot " + request + ": " + teller(failure, engine) + words(failure), failure);
    }

    private static String teller(Exception failure, Object engine) {
        return failure instanceof RefusedException ? engine + " says: " : "no whole answer from " + engine + ": ";
    }

    /** What the engine said, in one line: of an error answer its message, of a broken connection the reason. */
    private static String words(Throwable failure) {
        if (root(failure) instanceof MalformedJsonException) {
            return "it is not JSON";
        }
        String text = root(failure).getMessage();
        String line = text == null ? "" : text.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
        return line.isEmpty() ? root(failure).getClass().getSimpleName() : line;
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
