package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.RetryPause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks registries for the digests of tags.
 *
 * <p>ECR's API is not used, as it cannot be asked with a ready ECR token, or about images of ECR Public.
 */
public final class ManifestDigests {
    private static final int RETRIES = 3;

    private final AwsSession session;
    private final Consumer<String> log;

    /**
     * Prepares requests; sends none yet.
     *
     * @param log receives a line for each retry
     */
    public ManifestDigests(AwsSession session, Consumer<String> log) {
        this.session = session;
        this.log = log;
    }

    /**
     * Returns the digest of an image's tag; for an image with several platforms, that of its index. Asking for the tag
     * is also what makes a pull-through cache fetch the image.
     *
     * @param image with a tag; a digest that it has does not count
     * @throws ExplainedException if the registry does not answer with it
     */
    public String digest(EcrRegistry registry, EngineNames image, SignIn signIn) throws InterruptedException {
        EngineNames tagged = image.withoutDigest();
        AwsHttp http = session.clients(session.access(registry)).http();
        var connection = new RegistryConnection(http, registry, signIn.credentials());
        int retries = 0;
        while (true) {
            ManifestFailure failure;
            Duration retryAfter = Duration.ZERO;
            try {
                Answer answer = connection.manifest(tagged.reference());
                if (answer.head().isSuccessful() && ManifestAnswer.isManifest(answer)) {
                    return ManifestAnswer.digest(answer);
                }
                failure = ManifestFailure.of(answer, registry, signIn.credentials() == null, http);
                retryAfter = answer.retryAfter();
            } catch (ManifestAnswer.InvalidException e) {
                failure = ManifestFailure.of(e, registry);
            } catch (IOException e) {
                failure = ManifestFailure.of(e, registry, http);
            }
            if (!failure.retryable() || retries == RETRIES) {
                throw failure.explain(
                        tagged,
                        failure.isAboutImage() ? new EcrImages(session).problem(registry, tagged) : Optional.empty());
            }
            retries++;
            RetryPause.sleep(failure.message(tagged), retries, RETRIES, retryAfter, log);
        }
    }
}
