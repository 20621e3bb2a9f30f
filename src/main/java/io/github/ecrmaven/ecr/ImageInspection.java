package io.github.ecrmaven.ecr;

import io.github.ecrmaven.aws.AwsErrors;
import io.github.ecrmaven.aws.AwsFailures;
import io.github.ecrmaven.aws.AwsHttp;
import io.github.ecrmaven.image.EcrRegistry;
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

/** Looks at one image, by the permissions that whoever pulls has anyway. */
final class ImageInspection {
    /** Engines take no configuration that is longer. */
    private static final int LONGEST_CONFIGURATION = 4 << 20;

    private final EcrClient ecr;
    private final AwsHttp http;
    private final EcrRegistry registry;
    private final ImageReference reference;
    private final ImageProblems texts;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ImageInspection(EcrClient ecr, AwsHttp http, EcrRegistry registry, ImageReference reference) {
        this.ecr = ecr;
        this.http = http;
        this.registry = registry;
        this.reference = reference;
        this.texts = new ImageProblems(registry, reference);
    }

    /**
     * Inspects the image.
     *
     * @param wanted the platform that the image is pulled for; null for the engine's choice
     * @param usual the platform that the engine would choose; null if unknown
     * @throws RuntimeException of the SDK if ECR does not answer, or answers with an error that is not about the image;
     *     an UncheckedIOException if the manifest in its answer is not JSON
     */
    EcrImage inspect(Platform wanted, Platform usual) {
        BatchGetImageResponse answer;
        try {
            answer = get(id());
        } catch (RepositoryNotFoundException e) {
            problems.add(texts.noRepository());
            return without(false, null);
        } catch (EcrException e) {
            if (!AwsErrors.isDenied(e)) {
                throw e;
            }
            problems.add(texts.refused(e));
            return without(null, null);
        }
        Optional<ImageFailure> failure = answer.failures().stream().findFirst();
        if (failure.isPresent()) {
            return without(failure.get());
        }
        Image image = answer.images().stream()
                .findFirst()
                .orElseGet(() -> Image.builder().build());
        if (!isTrue(image, image.imageId() == null ? null : image.imageId().imageDigest())) {
            return without(true, null);
        }
        Manifest manifest = Manifest.parse(image.imageManifest());
        return manifest.isIndex() ? several(image, manifest, wanted, usual) : single(image, manifest, wanted);
    }

    /** An image for several platforms: an engine that is told of none takes its own, or nothing. */
    private EcrImage several(Image image, Manifest index, Platform wanted, Platform usual) {
        Platform chosen = wanted == null ? usual : wanted;
        checkPlatform(chosen, wanted == null ? ", the engine's platform" : "", index.platforms());
        Optional<Manifest> child = index.digestFor(chosen).flatMap(this::child);
        child.ifPresent(manifest -> downloadUrl(manifest.configuration()));
        return with(image, index.platforms(), child.map(Manifest::size).orElse(null));
    }

    private Optional<Manifest> child(String digest) {
        BatchGetImageResponse answer =
                get(ImageIdentifier.builder().imageDigest(digest).build());
        answer.failures()
                .forEach(failure ->
                        problems.add("its index names " + digest + ", but ECR says: " + ImageProblems.words(failure)));
        return answer.images().stream()
                .filter(image -> isTrue(image, digest))
                .map(Image::imageManifest)
                .map(Manifest::parse)
                .findFirst();
    }

    private boolean isTrue(Image image, String digest) {
        Optional<String> untrue = texts.untrue(image.imageManifest(), digest);
        untrue.ifPresent(problems::add);
        return untrue.isEmpty();
    }

    /** An image for one platform: an engine takes it, unless it was told of another platform. */
    private EcrImage single(Image image, Manifest manifest, Platform wanted) {
        Optional<String> artifact = manifest.artifactType();
        if (artifact.isPresent()) {
            problems.add(texts.artifact(artifact.get()));
            return with(image, List.of(), manifest.size());
        }
        List<Platform> platforms = downloadUrl(manifest.configuration()).flatMap(this::platform).stream()
                .toList();
        checkPlatform(wanted, "", platforms);
        return with(image, platforms, manifest.size());
    }

    private void checkPlatform(Platform platform, String whose, List<Platform> platforms) {
        if (platform != null
                && !platforms.isEmpty()
                && platforms.stream().noneMatch(made -> platform.matches(made.os(), made.architecture()))) {
            problems.add("not made for " + platform + whose + ". " + EcrImage.madeFor(platforms));
        }
    }

    /** Every pull asks for this too, for each layer. */
    private Optional<URI> downloadUrl(String digest) {
        try {
            return Optional.of(URI.create(ecr.getDownloadUrlForLayer(request -> request.registryId(registry.accountId())
                            .repositoryName(reference.repository())
                            .layerDigest(digest))
                    .downloadUrl()));
        } catch (EcrException e) {
            problems.add(
                    AwsErrors.isDenied(e)
                            ? "AWS denies ecr:GetDownloadUrlForLayer, which a pull needs: " + AwsFailures.reason(e)
                                    + ". Allow it on the repository; one of another account must allow it in its policy"
                                    + " too"
                            : "ECR says: " + AwsFailures.reason(e));
            return Optional.empty();
        }
    }

    private Optional<Platform> platform(URI configuration) {
        try {
            Optional<Platform> platform =
                    Manifest.platformOf(SignedDownload.text(http, configuration, LONGEST_CONFIGURATION));
            if (platform.isEmpty()) {
                notes.add("platform unknown: its configuration names none");
            }
            return platform;
        } catch (IOException e) {
            return unreadable(configuration, new UncheckedIOException(e));
        } catch (UncheckedIOException e) {
            return unreadable(configuration, e);
        }
    }

    private Optional<Platform> unreadable(URI configuration, UncheckedIOException failure) {
        notes.add("platform unknown: no configuration from " + configuration.getHost() + ": "
                + AwsFailures.reason(failure));
        return Optional.empty();
    }

    private EcrImage with(Image image, List<Platform> platforms, Long size) {
        return new EcrImage(true, image.imageId().imageDigest(), platforms, size, problems, notes);
    }

    private EcrImage without(Boolean exists, String digest) {
        return new EcrImage(exists, digest, List.of(), null, problems, notes);
    }

    private EcrImage without(ImageFailure failure) {
        if (failure.failureCode() != ImageFailureCode.IMAGE_NOT_FOUND) {
            problems.add(texts.failed(failure));
            return without(null, null);
        }
        Optional<String> archived = archived();
        problems.add(archived.isPresent() ? texts.archived() : texts.noImage());
        return without(archived.isPresent(), archived.orElse(null));
    }

    /** A principal that may pull may not always ask this; then the image counts as absent. */
    private Optional<String> archived() {
        try {
            return ecr
                    .describeImages(request -> request.registryId(registry.accountId())
                            .repositoryName(reference.repository())
                            .imageIds(id())
                            // Without a filter, ECR shows none but those that can be pulled.
                            .filter(filter -> filter.imageStatus(ImageStatusFilter.ANY)))
                    .imageDetails()
                    .stream()
                    .filter(image -> image.imageStatus() == ImageStatus.ARCHIVED)
                    .map(image -> image.imageDigest())
                    .findFirst();
        } catch (EcrException e) {
            if (AwsErrors.isDenied(e)) {
                notes.add("archived or absent, which is unknown: AWS denies ecr:DescribeImages");
            }
            return Optional.empty();
        }
    }

    private BatchGetImageResponse get(ImageIdentifier id) {
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
