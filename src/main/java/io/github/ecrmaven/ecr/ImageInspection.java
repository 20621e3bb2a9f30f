package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsFailureKinds;
import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** Inspects one image in ECR, with the permissions that a pull needs anyway. */
final class ImageInspection {
    private final EcrClient ecr;
    private final AwsHttp http;
    private final EcrRegistry registry;
    private final ImageReference reference;
    private final ImageProblems texts;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ImageInspection(EcrClient ecr, AwsHttp http, EcrRegistry registry, EngineNames names) {
        this.ecr = ecr;
        this.http = http;
        this.registry = registry;
        this.reference = names.reference();
        this.texts = new ImageProblems(registry, reference, names.ownName());
    }

    /**
     * Inspects the image.
     *
     * @param wanted the platform that the image is pulled for; null for the engine's choice
     * @param enginePlatform the platform that the engine would choose; null if unknown
     * @throws RuntimeException of the SDK if ECR does not answer, or answers with an error that is not about the image;
     *     an UncheckedIOException if the manifest in its answer cannot be read
     */
    EcrImage inspect(Platform wanted, Platform enginePlatform) {
        BatchGetImageResponse answer;
        try {
            answer = batchGetImage(id());
        } catch (RepositoryNotFoundException e) {
            problems.add(texts.noRepository());
            return withoutDetails(false, null);
        } catch (EcrException e) {
            if (!AwsFailureKinds.isDenied(e)) {
                throw e;
            }
            problems.add(texts.refused(e));
            return withoutDetails(null, null);
        }
        Optional<ImageFailure> failure = answer.failures().stream().findFirst();
        if (failure.isPresent()) {
            return failed(failure.get());
        }
        Image image = answer.images().stream()
                .findFirst()
                .orElseGet(() -> Image.builder().build());
        if (!checkDigest(image, digest(image))) {
            return withoutDetails(true, null);
        }
        Manifest manifest = Manifest.parse(image.imageManifest());
        return manifest.isIndex() ? index(image, manifest, wanted, enginePlatform) : single(image, manifest, wanted);
    }

    /**
     * Returns the digest of the image; null if ECR does not have it.
     *
     * @throws RuntimeException of the SDK if ECR does not answer, or answers with an error
     */
    String digest() {
        return batchGetImage(id()).images().stream()
                .findFirst()
                .map(ImageInspection::digest)
                .orElse(null);
    }

    private static String digest(Image image) {
        return image.imageId() == null ? null : image.imageId().imageDigest();
    }

    /** An engine pulls the image of an index for the wanted platform, or else for its own, or fails. */
    private EcrImage index(Image image, Manifest index, Platform wanted, Platform enginePlatform) {
        Platform chosen = wanted == null ? enginePlatform : wanted;
        checkPlatform(chosen, wanted == null ? ", the engine's platform" : "", index.platforms());
        Optional<Manifest> child = index.digestFor(chosen).flatMap(this::child);
        child.ifPresent(manifest -> downloadUrl(manifest.configurationDigest()));
        return found(image, index.platforms(), child.map(Manifest::size).orElse(null));
    }

    private Optional<Manifest> child(String digest) {
        BatchGetImageResponse answer =
                batchGetImage(ImageIdentifier.builder().imageDigest(digest).build());
        answer.failures()
                .forEach(failure -> problems.add(
                        "its index names " + digest + ", but ECR says: " + ImageProblems.message(failure)));
        return answer.images().stream()
                .filter(image -> checkDigest(image, digest))
                .map(Image::imageManifest)
                .map(Manifest::parse)
                .findFirst();
    }

    private boolean checkDigest(Image image, String digest) {
        Optional<String> wrong = texts.wrongDigest(image.imageManifest(), digest);
        wrong.ifPresent(problems::add);
        return wrong.isEmpty();
    }

    /** An engine pulls a single image for any platform, unless another one is wanted. */
    private EcrImage single(Image image, Manifest manifest, Platform wanted) {
        Optional<String> artifact = manifest.artifactType();
        if (artifact.isPresent()) {
            problems.add(texts.artifact(artifact.get()));
            return found(image, List.of(), manifest.size());
        }
        List<Platform> platforms = downloadUrl(manifest.configurationDigest()).flatMap(this::platform).stream()
                .toList();
        checkPlatform(wanted, "", platforms);
        return found(image, platforms, manifest.size());
    }

    private void checkPlatform(Platform platform, String description, List<Platform> platforms) {
        if (platform != null
                && !platforms.isEmpty()
                && platforms.stream().noneMatch(made -> platform.matches(made.os(), made.architecture()))) {
            problems.add("not made for " + platform + description + ". " + EcrImage.madeFor(platforms));
        }
    }

    /** Pulls send this request too, for each layer. */
    private Optional<URI> downloadUrl(String digest) {
        try {
            return Optional.of(URI.create(ecr.getDownloadUrlForLayer(request -> request.registryId(registry.accountId())
                            .repositoryName(reference.repository())
                            .layerDigest(digest))
                    .downloadUrl()));
        } catch (EcrException e) {
            problems.add(
                    AwsFailureKinds.isDenied(e)
                            ? "AWS denies ecr:GetDownloadUrlForLayer, which a pull needs: " + AwsFailures.reason(e)
                                    + ". Allow it on the repository; one of another account must allow it in its policy"
                                    + " too"
                            : "ECR says: " + AwsFailures.reason(e));
            return Optional.empty();
        }
    }

    private Optional<Platform> platform(URI configuration) {
        try {
            Answer answer = RegistryConnection.download(http, configuration);
            if (!answer.head().isSuccessful()) {
                throw new IOException("HTTP status " + answer.status());
            }
            Optional<Platform> platform = Manifest.platformOf(answer.text());
            if (platform.isEmpty()) {
                notes.add("platform unknown: its configuration names none");
            }
            return platform;
        } catch (IOException | UncheckedIOException e) {
            notes.add("platform unknown: no configuration from " + configuration.getHost() + ": "
                    + AwsFailures.reason(e));
            return Optional.empty();
        }
    }

    private EcrImage found(Image image, List<Platform> platforms, Long size) {
        return new EcrImage(true, digest(image), platforms, size, problems, notes);
    }

    private EcrImage withoutDetails(Boolean exists, String digest) {
        return new EcrImage(exists, digest, List.of(), null, problems, notes);
    }

    private EcrImage failed(ImageFailure failure) {
        if (failure.failureCode() != ImageFailureCode.IMAGE_NOT_FOUND) {
            problems.add(texts.failed(failure));
            return withoutDetails(null, null);
        }
        Optional<String> archived = archivedDigest();
        problems.add(archived.isPresent() ? texts.archived() : texts.noImage());
        return withoutDetails(archived.isPresent(), archived.orElse(null));
    }

    /** Returns the digest if the image is archived. Not every principal that may pull is allowed to ask this. */
    private Optional<String> archivedDigest() {
        try {
            return ecr
                    .describeImages(request -> request.registryId(registry.accountId())
                            .repositoryName(reference.repository())
                            .imageIds(id())
                            // Without a filter, ECR lists only images that can be pulled.
                            .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY)))
                    .imageDetails()
                    .stream()
                    .filter(image -> image.imageStatus() == ImageStatus.ARCHIVED)
                    .map(image -> image.imageDigest())
                    .findFirst();
        } catch (EcrException e) {
            if (AwsFailureKinds.isDenied(e)) {
                notes.add("archived or absent; which of them is unknown, because AWS denies ecr:DescribeImages");
            }
            return Optional.empty();
        }
    }

    private BatchGetImageResponse batchGetImage(ImageIdentifier id) {
        return ecr.batchGetImage(request -> request.registryId(registry.accountId())
                .repositoryName(reference.repository())
                .imageIds(id)
                .acceptedMediaTypes(Manifest.MEDIA_TYPES));
    }

    private ImageIdentifier id() {
        return reference.digest() == null
                ? ImageIdentifier.builder().imageTag(reference.tag()).build()
                : ImageIdentifier.builder().imageDigest(reference.digest()).build();
    }
}
