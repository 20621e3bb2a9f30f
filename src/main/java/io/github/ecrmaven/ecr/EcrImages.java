package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.Aws;
import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import java.util.Optional;

/** What ECR's API says of images, which is more than engines and registries tell. */
public final class EcrImages {
    private final Aws aws;

    /** Prepares asking; asks nothing yet. */
    public EcrImages(Aws aws) {
        this.aws = aws;
    }

    /**
     * Returns why a registry does not give an image and what to do, in one line without a full stop at its end. It is
     * empty where ECR cannot be asked, or knows of no reason.
     */
    public Optional<String> finding(EcrRegistry registry, ImageReference reference) {
        return lookIfPossible(registry, reference)
                .flatMap(image -> image.problems().stream().findFirst());
    }

    /**
     * Returns which platforms an image is made for, as advice to whoever wanted another, in one line without a full
     * stop at its end. It is empty where that cannot be found out.
     */
    public Optional<String> platforms(EcrRegistry registry, ImageReference reference) {
        return lookIfPossible(registry, reference).flatMap(EcrImage::madeFor);
    }

    private Optional<EcrImage> lookIfPossible(EcrRegistry registry, ImageReference reference) {
        try {
            return whyNot(registry).isPresent() ? Optional.empty() : Optional.of(look(registry, reference, null, null));
        } catch (RuntimeException e) {
            // The pull's own failure is what counts.
            return Optional.empty();
        }
    }

    /**
     * Returns why ECR cannot be asked for the images of a registry; empty where it can.
     *
     * @throws ExplainedException when it is not known how to sign in to the registry
     */
    public Optional<String> whyNot(EcrRegistry registry) {
        if (registry.isPublic()) {
            return Optional.of("ECR Public has no API to ask for the images of others");
        }
        return aws.access(registry).source() instanceof EcrToken
                ? Optional.of("a ready ECR token is good for pulling alone, not for asking ECR")
                : Optional.empty();
    }

    /**
     * Looks at an image of a registry that can be asked.
     *
     * @param wanted the platform that it is wanted for; null for none in particular
     * @param usual the platform that an engine would choose; null where unknown
     * @throws ExplainedException when ECR gives no answer, whatever the image
     */
    public EcrImage look(EcrRegistry registry, ImageReference reference, Platform wanted, Platform usual) {
        AwsSession session = aws.session();
        return ImageLookup.look(session.located(aws.access(registry)), session, reference, wanted, usual);
    }
}
