package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.RetryPause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Asks registries for the digests of tags. The registry itself is asked, and not ECR's API, for it answers whoever may
 * pull: who has a ready ECR token, and the users of ECR Public too.
 */
public final class ManifestDigests {
    private static final int RETRIES = 3;

    private final AwsSession session;
    private final Consumer<String> log;

    /**
     * Prepares asking; asks nothing yet.
     *
     * @param log takes a line for each question that is asked again
     */
    public ManifestDigests(AwsSession session, Consumer<String> log) {
        this.session = session;
        this.log = log;
    }

    /**
     * Returns the digest that an image's tag has now; for an image of several platforms that of its index.
     *
     * @param signIn to the registry
     * @throws ExplainedException when the registry does not tell
     */
    public String digest(EcrRegistry registry, ImageReference image, SignIn signIn) throws InterruptedException {
        AwsHttp http = session.clients(session.access(registry)).http();
        var connection = new RegistryConnection(http, registry, signIn.credentials());
        int retries = 0;
        while (true) {
            ManifestFailure failure;
            Duration wanted = Duration.ZERO;
            try {
                Answer answer = ask(connection, image);
                if (answer.head().isSuccessful() && ManifestAnswer.isManifest(answer)) {
                    return ManifestAnswer.digest(answer);
                }
                failure = ManifestFailure.of(answer, registry, signIn.credentials() == null, http);
                wanted = answer.retryAfter();
            } catch (ManifestAnswer.UntrueException e) {
                failure = ManifestFailure.of(e, registry);
            } catch (IOException e) {
                failure = ManifestFailure.of(e, registry, http);
            }
            if (!failure.retryable() || retries == RETRIES) {
                throw failure.explain(
                        image, failure.mayBeOfImage() ? new EcrImages(session).problem(registry, image) : Optional.empty());
            }
            retries++;
            RetryPause.take(failure.said(image), retries, RETRIES, wanted, log);
        }
    }

    /**
     * By GET, and not by HEAD as engines do: they check what they fetch afterwards, but what is locked nobody fetches
     * here. Manifests are short.
     */
    private static Answer ask(RegistryConnection connection, ImageReference image) throws IOException {
        return connection.send(
                SdkHttpMethod.GET,
                "/v2/" + image.repository() + "/manifests/" + image.tag(),
                String.join(", ", Manifest.MEDIA_TYPES));
    }
}
