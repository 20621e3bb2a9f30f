package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsClients;
import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Platform;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Asks ECR's API about images, which knows more about them than engines and registries tell. */
public final class EcrImages {
    private final AwsSession session;

    /** Prepares requests; sends none yet. */
    public EcrImages(AwsSession session) {
        this.session = session;
    }

    /**
     * Returns why an image cannot be pulled and what to do, in one line without a full stop at its end; empty if ECR
     * cannot be asked or does not know.
     */
    public Optional<String> problem(EcrRegistry registry, EngineNames names) {
        return askIfPossible(registry, names, EcrImages::inspect)
                .flatMap(image -> image.problems().stream().findFirst());
    }

    /**
     * Returns the advice to choose one of the platforms that an image is made for, in one line without a full stop at
     * its end; empty if they are unknown.
     */
    public Optional<String> platforms(EcrRegistry registry, EngineNames names) {
        return askIfPossible(registry, names, EcrImages::inspect).flatMap(EcrImage::madeFor);
    }

    private static EcrImage inspect(ImageInspection inspection) {
        return inspection.inspect(null, null);
    }

    /**
     * Makes a pull-through cache fetch an image by its tag, if it {@link EngineNames#isFetchedByTag}. BatchGetImage
     * does so like a pull, see <a
     * href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html">its errors</a>.
     *
     * @return whether the tag has the digest of the image
     */
    public boolean fetchByTag(EcrRegistry registry, EngineNames names) {
        return names.isFetchedByTag()
                && askIfPossible(registry, names.withoutDigest(), ImageInspection::digest)
                        .filter(names.reference().digest()::equals)
                        .isPresent();
    }

    private <T> Optional<T> askIfPossible(
            EcrRegistry registry, EngineNames names, Function<ImageInspection, T> question) {
        try {
            return unavailableReason(registry).isPresent()
                    ? Optional.empty()
                    : Optional.ofNullable(ask(registry, names, question));
        } catch (RuntimeException e) {
            // The user reads why the pull failed; why its explanation failed is of no interest.
            return Optional.empty();
        }
    }

    /**
     * Returns why ECR's API cannot be asked about the images of a registry; empty if it can.
     *
     * @throws ExplainedException if the credentials for the registry are misconfigured
     */
    public Optional<String> unavailableReason(EcrRegistry registry) {
        if (registry.isPublic()) {
            return Optional.of("ECR Public has no API for images of other accounts");
        }
        return session.access(registry).source() instanceof EcrToken
                ? Optional.of("an ECR token can only pull; ECR's API needs AWS credentials")
                : Optional.empty();
    }

    /**
     * Inspects an image.
     *
     * @param wanted the platform that the image is pulled for; null for the engine's choice
     * @param enginePlatform the platform that the engine would choose; null if unknown
     * @throws ExplainedException if ECR does not answer, or answers with an error that is not about the image
     */
    public EcrImage inspect(EcrRegistry registry, EngineNames names, Platform wanted, Platform enginePlatform) {
        return ask(registry, names, inspection -> inspection.inspect(wanted, enginePlatform));
    }

    private <T> T ask(EcrRegistry registry, EngineNames names, Function<ImageInspection, T> question) {
        RegistryAccess access = session.withRegion(session.access(registry));
        AwsClients clients = session.clients(access);
        var credentials = session.credentials(session.resolve(access));
        try (EcrClient ecr = clients.ecr(access, credentials)) {
            return question.apply(new ImageInspection(ecr, clients.http(), access.registry(), names));
        } catch (RuntimeException e) {
            throw e instanceof ExplainedException explained
                    ? explained
                    : AwsFailures.noImages(e, access.registry(), clients.http());
        }
    }
}
