package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ImageReference;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Looks for an image by the permissions that whoever pulls has anyway. */
final class ImageLookup {
    private static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private ImageLookup() {}

    static Optional<String> finding(RegistryAccess access, AwsSession session, ImageReference reference) {
        try (EcrClient ecr =
                session.clients(access).ecr(access, session.keys(session.find(access), access.registry()))) {
            return finding(ecr, access.registry(), reference);
        }
    }

    private static Optional<String> finding(EcrClient ecr, EcrRegistry registry, ImageReference reference) {
        String repository = "repository '" + reference.repository() + "'"
                + (registry.accountId() == null ? "" : " of account " + registry.accountId()) + " in "
                + registry.region();
        try {
            BatchGetImageResponse answer = ecr.batchGetImage(request -> request.registryId(registry.accountId())
                    .repositoryName(reference.repository())
                    .imageIds(id(reference))
                    .acceptedMediaTypes(MEDIA_TYPES));
            return answer.failures().stream()
                    .findFirst()
                    .map(failure -> explain(failure, ecr, registry, reference, repository));
        } catch (RepositoryNotFoundException e) {
            return Optional.of("ECR has no " + repository + ". Check its name, and the account and region in the"
                    + " registry's host; in a pull-through cache, Docker Hub's official images begin with library/");
        } catch (EcrException e) {
            return AwsFailures.isRefusal(e)
                    ? Optional.of("ECR says: " + AwsFailures.reason(e)
                            + ". A pull needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository,"
                            + " and ecr:GetAuthorizationToken on *; a repository of another account must allow it in its"
                            + " policy too")
                    : Optional.empty();
        }
    }

    private static String explain(
            ImageFailure failure, EcrClient ecr, EcrRegistry registry, ImageReference reference, String repository) {
        if (failure.failureCode() == ImageFailureCode.IMAGE_NOT_FOUND) {
            return isArchived(ecr, registry, reference)
                    ? "ECR has archived this image. Restore it: aws ecr update-image-storage-class --repository-name "
                            + reference.repository() + " --image-id " + cliId(reference)
                            + " --target-storage-class STANDARD"
                    : "ECR has no "
                            + cliId(reference).replace("imageTag=", "tag ").replace("imageDigest=", "digest ") + " in "
                            + repository + ". Push the image, or correct the reference";
        }
        return "ECR says: " + failure.failureCodeAsString() + ": " + failure.failureReason()
                + (failure.failureCodeAsString().startsWith("Upstream")
                        ? ". Check the credentials that the pull-through cache rule keeps for its upstream registry"
                        : "");
    }

    /** A principal that may pull may not always ask this; then the image counts as absent. */
    private static boolean isArchived(EcrClient ecr, EcrRegistry registry, ImageReference reference) {
        try {
            return ecr
                    .describeImages(request -> request.registryId(registry.accountId())
                            .repositoryName(reference.repository())
                            .imageIds(id(reference)))
                    .imageDetails()
                    .stream()
                    .anyMatch(image -> image.imageStatus() == ImageStatus.ARCHIVED);
        } catch (EcrException e) {
            return false;
        }
    }

    private static ImageIdentifier id(ImageReference reference) {
        return reference.digest() == null
                ? ImageIdentifier.builder().imageTag(reference.tag()).build()
                : ImageIdentifier.builder().imageDigest(reference.digest()).build();
    }

    private static String cliId(ImageReference reference) {
        return reference.digest() == null ? "imageTag=" + reference.tag() : "imageDigest=" + reference.digest();
    }
}
