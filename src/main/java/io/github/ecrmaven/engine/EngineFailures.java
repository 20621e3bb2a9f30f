package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.github.ecrmaven.engine.PullCallback.PullFailedException;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Says what the engine, the registry behind it, or the way there has against a request, and what to do. */
final class EngineFailures {
    private EngineFailures() {}

    /**
     * Why a registry or an engine refuses a pull. Engines give the same cause under different status codes, so it is
     * told by the words.
     */
    private enum Cause {
        DISK_FULL(
                "no space left on device", "Free space where the engine keeps its images, as by 'docker system prune'"),
        NO_PLATFORM(
                "no matching manifest|no image found in (manifest list|image index)",
                "The image is not made for this platform: set <platform> to one that it is made for"),
        NO_REPOSITORY(
                "name unknown|repository with name",
                "Check the repository's name, and the account and region in the registry's host"),
        NO_IMAGE(
                "manifest unknown|not found|requested image",
                "Check the tag or digest and the repository's name, and that the image was pushed to this account and region"),
        REFUSED(
                "no basic auth credentials|unauthorized|(?<!permission )denied|forbidden|(?<!certificate has )expired",
                "The registry did not take the token. The principal needs ecr:BatchGetImage and"
                        + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account must allow it"
                        + " in its policy"),
        THROTTLED("toomanyrequests|429 Too Many Requests", "The registry is asked too often: try again later"),
        OTHER("", "");

        private final Pattern words;
        private final String remedy;

        Cause(String words, String remedy) {
            this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
            this.remedy = remedy;
        }

        static Cause of(String text) {
            return Arrays.stream(values())
                    .filter(cause -> cause.words.matcher(text).find())
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /** No engine answers at the address. */
    static ExplainedException noEngine(Throwable failure, EngineAddress address) {
        Throwable root = root(failure);
        String words = words(failure);
        String reason;
        String remedy = "Is Docker or Podman running? Start it, or set dockerHost or DOCKER_HOST to where it listens";
        if (root instanceof BindException) {
            reason = "permission denied";
            remedy = "Allow this user to use it: 'sudo usermod -aG docker $USER', then log in again";
        } else if (root instanceof ConnectException) {
            reason = "nothing listens there (" + words + ")";
        } else if (root instanceof UnknownHostException) {
            reason = "no such host";
        } else if (address.tls() != null && !(root instanceof InterruptedIOException)) {
            reason = "no TLS connection (" + words + ")";
            remedy = "Check that ca.pem, cert.pem and key.pem in "
                    + address.tls().folder() + " are for this engine";
        } else if (root instanceof SocketException || root instanceof InterruptedIOException) {
            reason = words;
        } else {
            reason = "what listens there does not answer as a container engine (" + words + ")";
            remedy = "Set dockerHost or DOCKER_HOST to where the engine listens;"
                    + " if it wants TLS, set certPath or DOCKER_TLS_VERIFY too";
        }
        return ExplainedException.environment(
                "no container engine at " + address + ": " + reason + ". " + remedy, failure);
    }

    /** A pull that the engine did not finish. */
    static ExplainedException notPulled(RuntimeException failure, ImageReference reference, Object engine) {
        String said = words(failure);
        Cause cause = Cause.of(said.replace("/" + reference.repository(), ""));
        return ExplainedException.environment(
                "cannot pull " + reference + ": " + teller(failure, engine) + said
                        + (cause.remedy.isEmpty() ? "" : ". " + cause.remedy),
                failure);
    }

    /** A pull that ended without an error, but after which the engine does not have the image. */
    static ExplainedException brokenOff(ImageReference reference, Object engine) {
        return ExplainedException.environment(
                "cannot pull " + reference + ": " + engine
                        + " ended its answer without saying that the image is complete."
                        + " Pull again; if that does not help, read the engine's log",
                null);
    }

    /** A pull that the engine calls a success, but of an image for another platform. */
    static ExplainedException otherPlatform(
            ImageReference reference, Platform platform, LocalImage image, Object engine) {
        return ExplainedException.environment(
                "pulled " + reference + " is not for " + platform + ": " + engine + " has it for " + image.os() + "/"
                        + image.architecture() + ". " + Cause.NO_PLATFORM.remedy,
                null);
    }

    /** An image that a container uses. */
    static ExplainedException inUse(
            RuntimeException failure, ImageReference reference, List<String> containers, Object engine) {
        return ExplainedException.environment(
                "cannot remove " + reference + ": "
                        + (containers.isEmpty() ? "" : "container " + String.join(", ", containers) + " uses it; ")
                        + teller(failure, engine) + words(failure)
                        + ". Remove the container first ('docker rm'), or set force (-Decr.force)",
                failure);
    }

    /** Any other request that the engine refused or did not answer. */
    static ExplainedException refused(RuntimeException failure, String request, Object engine) {
        return ExplainedException.environment(
                "cannot " + request + ": " + teller(failure, engine) + words(failure), failure);
    }

    private static String teller(RuntimeException failure, Object engine) {
        return failure instanceof DockerException || failure instanceof PullFailedException
                ? engine + " says: "
                : "no whole answer from " + engine + ": ";
    }

    /** What the engine said, in one line: of an error answer its message, of a broken connection the reason. */
    private static String words(Throwable failure) {
        if (root(failure) instanceof JsonProcessingException) {
            return "it is not JSON";
        }
        boolean answer = failure instanceof DockerException;
        String text = answer
                ? message(failure.getMessage().replaceFirst("^Status \\d+: ", ""))
                : root(failure).getMessage();
        String line = text == null
                ? ""
                : text.strip()
                        .replaceAll("\\s+", " ")
                        .replaceFirst("\\.$", "")
                        .replaceFirst("^Connect to .+ failed: ", "");
        if (!line.isEmpty()) {
            return line;
        }
        return answer
                ? "HTTP status " + ((DockerException) failure).getHttpStatus()
                : root(failure).getClass().getSimpleName();
    }

    /** The message of an error answer, {@code {"message": "…"}}. */
    private static String message(String body) {
        try {
            return new ObjectMapper().readTree(body).path("message").asText(body);
        } catch (JsonProcessingException notJson) {
            return body;
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
