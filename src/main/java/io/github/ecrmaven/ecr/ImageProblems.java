package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageFailure;

/**
 * Describes why an image cannot be pulled from ECR and what to do, each in one line without a full stop at its end.
 *
 * @param registry the registry of the image
 * @param reference the image
 * @param ownName its name in the upstream registry of a mirror; null if it has none
 */
record ImageProblems(EcrRegistry registry, ImageReference reference, ImageReference ownName) {
    /** Repositories of pull-through caches often have such a name; the AWS console proposes some of them. */
    private static final Pattern CACHE =
            Pattern.compile("[^/]*(ecr-public|docker|quay|kubernetes|k8s|github|ghcr|gitlab"
                    + "|azure|mcr|chainguard|cache|mirror|proxy)[^/]*/.+");

    private static final Map<String, String> REMEDIES = Map.of(
            "UpstreamAccessDenied",
            "Check the credentials that the pull-through cache rule keeps in AWS Secrets Manager for its upstream"
                    + " registry",
            "UpstreamTooManyRequests",
            "Pull again later, or give the pull-through cache rule credentials for its upstream registry",
            "UpstreamUnavailable",
            "Pull again later; check the upstream registry of the pull-through cache rule");

    /**
     * Describes a missing repository. ECR gives this answer for a pull-through cache too, see
     * https://docs.aws.amazon.com/AmazonECR/latest/userguide/error-pullthroughcache.html.
     */
    String noRepository() {
        if (ownName != null) {
            return "ECR has no " + repository() + ", and has not created it for " + ownName
                    + ". Check that the mirror is"
                    + " the host and the prefix of a pull-through cache rule, and that the principal has"
                    + " ecr:CreateRepository and ecr:BatchImportUpstreamImage, which the first pull of an image needs";
        }
        return "ECR has no " + repository() + ". Check its name, and the account and region in the registry's host"
                + firstPull("ecr:CreateRepository and ecr:BatchImportUpstreamImage");
    }

    String noImage() {
        String absent = "ECR has no "
                + (reference.digest() == null ? "tag " + reference.tag() : "digest " + reference.digest()) + " in "
                + repository();
        return ownName == null
                ? absent + ". Push the image, or correct the reference" + firstPull("ecr:BatchImportUpstreamImage")
                : absent + notFetched();
    }

    private String notFetched() {
        if (reference.digest() == null) {
            return ", and has not fetched " + ownName + ". Check that " + ownName.registry()
                    + " has this image, and that the principal has ecr:BatchImportUpstreamImage, which the first pull of"
                    + " an image needs";
        }
        return reference.hasTagAndDigest()
                ? ". Its pull-through cache fetches images by their tags alone: check whether "
                        + ownName.withoutDigest() + " names another image by now, which 'mvn ecr:lock' locks"
                : byTag();
    }

    /** ECR also answers that there is no image if the principal may not make a pull-through cache fetch it. */
    private String firstPull(String actions) {
        return CACHE.matcher(reference.repository()).matches()
                ? byTag() + ". If a pull-through cache should fetch it, the first pull needs " + actions
                        + ", and the upstream registry must have it; Docker Hub's official images are in library/"
                : "";
    }

    String artifact(String type) {
        return "ECR has "
                + (type.startsWith("application/vnd.cncf.helm.") ? "a Helm chart" : "something of another type")
                + " there (" + OutsideText.line(type)
                + "), not a container image. Correct the reference, or remove it here and get it with its own tool";
    }

    /** A pull-through cache fetches images only by tag, and knows a digest only after that. */
    private String byTag() {
        if (reference.digest() == null) {
            return "";
        }
        return ". A pull-through cache cannot fetch a new image by digest: pull it once by its tag"
                + (reference.hasTagAndDigest()
                        ? ", with 'mvn ecr:pull -Decr.images=" + reference.withoutDigest() + "'"
                        : "");
    }

    String archived() {
        return "ECR has archived this image. Restore it: aws ecr update-image-storage-class"
                + (registry.accountId() == null ? "" : " --registry-id " + registry.accountId()) + " --region "
                + registry.region() + " --repository-name " + reference.repository() + " --image-id "
                + (reference.digest() == null ? "imageTag=" + reference.tag() : "imageDigest=" + reference.digest())
                + " --target-storage-class STANDARD";
    }

    String refused(EcrException failure) {
        return "ECR says: " + AwsFailures.reason(failure)
                + ". A pull needs ecr:GetAuthorizationToken on *, and ecr:BatchGetImage and"
                + " ecr:GetDownloadUrlForLayer on the repository; a repository of another account must allow it in its"
                + " policy too";
    }

    String failed(ImageFailure failure) {
        String remedy = REMEDIES.get(failure.failureCodeAsString());
        return "ECR says: " + message(failure) + (remedy == null ? "" : ". " + remedy);
    }

    static String message(ImageFailure failure) {
        return OutsideText.withoutFullStop(String.valueOf(failure.failureCodeAsString())) + ": "
                + OutsideText.withoutFullStop(String.valueOf(failure.failureReason()));
    }

    private String repository() {
        return "repository '" + reference.repository() + "'"
                + (registry.accountId() == null ? "" : " of account " + registry.accountId()) + " in "
                + registry.region();
    }

    /** Returns what is wrong if a manifest does not have its digest, which engines check too; empty if it has. */
    Optional<String> wrongDigest(String manifest, String digest) {
        if (manifest == null || digest == null) {
            return Optional.of("ECR's answer has no " + (digest == null ? "digest" : "manifest")
                    + " for it. Is the endpoint really ECR's?");
        }
        String sent = Sha256.digest(manifest.getBytes(StandardCharsets.UTF_8));
        return sent.equals(digest)
                ? Optional.empty()
                : Optional.of("ECR says that the digest is " + OutsideText.withoutFullStop(digest)
                        + ", but sent a manifest of " + sent + ". Is the endpoint really ECR's?");
    }
}
