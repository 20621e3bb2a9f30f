package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.ecrmaven.engine.SshConnection.SshFailedException;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.LimitedInputStream.TooMuchException;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.RootCause;
import io.github.ecrmaven.image.SafeMessage;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Explains why no engine responds, or why a request that is no pull failed, and what the user can do. */
final class EngineFailures {
    /** The directories of users, and of what runs for a user. */
    private static final List<String> OF_USERS = List.of("/run/user/", "/home/", "/Users/", "/root/");

    private EngineFailures() {}

    /** Explains why no engine responds at an address. */
    static ExplainedException noEngine(Throwable failure, EngineAddress address) {
        Throwable root = RootCause.of(failure);
        String detail = reason(failure);
        if (root instanceof ClosedByInterruptException) {
            return ExplainedException.environment(
                    "interrupted while connecting to the container engine at " + address, failure);
        }
        String reason;
        String remedy = "Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to where it listens";
        if (address.isSsh()) {
            reason = root instanceof EngineSilentException silent
                    ? "it sent nothing within " + silent.silence().toSeconds() + " s"
                    : root instanceof SshFailedException ? detail : "no complete response (" + detail + ")";
            remedy = "Try '" + SshConnection.testCommand(address.uri()) + "', which must work without a password";
        } else if (root instanceof EngineSilentException silent) {
            reason = "it accepts connections, but did not answer within "
                    + silent.silence().toSeconds() + " s";
            remedy = "Restart it, or set dockerHost or DOCKER_HOST to another engine";
        } else if (root instanceof BindException || root instanceof AccessDeniedException) {
            reason = "permission denied";
            remedy = permission(address);
        } else if (root instanceof ConnectException) {
            reason = "nothing listens there (" + detail + ")";
        } else if (root instanceof UnknownHostException) {
            reason = "no such host";
        } else if (root instanceof NoSuchFileException) {
            reason = "no such pipe";
        } else if (address.tls() != null && !isAboutResponse(root) && !(root instanceof InterruptedIOException)) {
            reason = "no TLS connection (" + detail + ")";
            remedy = checkFiles(address.tls());
        } else if (root instanceof SocketException || root instanceof InterruptedIOException) {
            reason = detail;
        } else {
            reason = "what listens there does not respond like a container engine (" + (isTooMuch(root) ? "it " : "")
                    + detail + ")";
            remedy = "Set dockerHost or DOCKER_HOST to where the engine listens"
                    + (address.tls() == null ? "; if it requires TLS, set certPath or DOCKER_TLS_VERIFY too" : "");
        }
        return ExplainedException.environment(
                "no container engine at " + address + ": " + reason + ". " + remedy, failure);
    }

    /** Returns whether a failure is about the response, which came over a connection. */
    private static boolean isAboutResponse(Throwable failure) {
        return isTooMuch(failure) || failure instanceof RefusedException || failure instanceof JsonProcessingException;
    }

    private static String checkFiles(EngineTls tls) {
        List<String> missing = tls.missing();
        return "Check that ca.pem, cert.pem and key.pem in " + tls.folder() + " are for this engine"
                + (missing.isEmpty() ? "" : "; missing there: " + String.join(", ", missing));
    }

    /** Returns how a user gets access: Docker's socket belongs to a group, Podman's and rootless Docker's to a user. */
    private static String permission(EngineAddress address) {
        String path = address.uri().getPath();
        if (path.contains("podman")) {
            return "The socket belongs to another user: start your own with 'systemctl --user start"
                    + " podman.socket', and set dockerHost or DOCKER_HOST to unix:///run/user/UID/podman/podman.sock";
        }
        if (OF_USERS.stream().anyMatch(path::startsWith)) {
            return "The socket belongs to another user's engine: start your own (rootless Docker, or that of your"
                    + " desktop), and set dockerHost or DOCKER_HOST to its socket";
        }
        return address.uri().getScheme().equals("npipe")
                ? "Allow this user to use it: make it a member of the group docker-users, then sign in again"
                : "Allow this user to use it: 'sudo usermod -aG docker $USER', then log in again";
    }

    /** Explains that an engine is older than Docker 20.10. */
    static ExplainedException tooOld(Object engine, String apiVersion) {
        return ExplainedException.environment(
                engine + " is too old: its API is " + apiVersion
                        + ", this plugin needs 1.41 (Docker 20.10) or newer. Update Docker",
                null);
    }

    /** Explains that a container or another image uses an image. */
    static InUseException inUse(RefusedException failure, String image, List<String> containers, Object engine) {
        String reason = reason(failure);
        boolean isByImage = reason.contains("dependent child images");
        return new InUseException(
                "cannot remove " + image + ": "
                        + (containers.isEmpty() ? "" : "container " + String.join(", ", containers) + " uses it; ")
                        + introduction(failure, engine) + reason
                        + (isByImage
                                ? ". Remove the images first that were built from it"
                                : ". Remove the container first ('docker rm')"
                                        + (reason.contains("cannot be forced") ? "" : ", or set force (-Decr.force)")),
                failure,
                isByImage);
    }

    /** Explains why any other request failed. */
    static ExplainedException refused(Exception failure, String request, Object engine) {
        return ExplainedException.environment(
                "cannot " + request + ": " + introduction(failure, engine) + reason(failure), failure);
    }

    /** Returns the beginning of the sentence that {@link #reason} completes. */
    static String introduction(Exception failure, Object engine) {
        if (isTooMuch(RootCause.of(failure))) {
            return engine + " ";
        }
        return failure instanceof RefusedException ? engine + " says: " : "no complete response from " + engine + ": ";
    }

    /** Returns the message of an error response, or the reason why there is no complete response, in one line. */
    static String reason(Throwable failure) {
        Throwable root = RootCause.of(failure);
        if (root instanceof StreamConstraintsException) {
            return "sent more than " + EngineJson.LIMITS;
        }
        if (root instanceof JsonProcessingException) {
            return "it is not JSON";
        }
        String line = OutsideText.withoutFullStop(SafeMessage.of(root));
        return line.isEmpty() ? root.getClass().getSimpleName() : line;
    }

    /** Returns whether a response exceeded a limit, in bytes or in JSON values. */
    static boolean isTooMuch(Throwable root) {
        return root instanceof TooMuchException || root instanceof StreamConstraintsException;
    }
}
