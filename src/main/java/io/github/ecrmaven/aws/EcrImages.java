package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.EcrToken;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ImageReference;
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
        RegistryAccess access = aws.access(registry);
        if (registry.isPublic() || access.source() instanceof EcrToken) {
            return Optional.empty();
        }
        try {
            AwsSession session = aws.session();
            RegistryAccess located = session.located(access);
            return ImageLookup.finding(located, session, reference);
        } catch (RuntimeException e) {
            // The pull's own failure is what counts.
            return Optional.empty();
        }
    }
}
