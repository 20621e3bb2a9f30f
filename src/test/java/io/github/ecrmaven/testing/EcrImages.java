package io.github.ecrmaven.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecrmaven.testing.Principals.Principal;
import io.github.ecrmaven.testing.Repository.Stored;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The operations of the Amazon ECR API about the images of the registries that it serves. */
final class EcrImages {
    private record Failure(String code, String reason) {}

    private static final Failure NOT_FOUND = new Failure("ImageNotFound", "Requested image not found");

    private final Permissions permissions;
    private final Map<String, RegistryStandIn> registries = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    EcrImages(Permissions permissions) {
        this.permissions = permissions;
    }

    void serve(String accountId, RegistryStandIn registry) {
        registries.put(accountId, registry);
    }

    void fail(String repository, String code, String reason) {
        failures.put(repository, new Failure(code, reason));
    }

    Reply answer(String operation, JsonNode body, Principal caller, String region) {
        String registryId = body.path("registryId").asText(caller.accountId());
        String name = body.path("repositoryName").asText();
        String partition = PartitionMetadata.of(Region.of(region)).id();
        permissions.check(
                caller,
                "ecr:" + operation,
                String.join(":", "arn", partition, "ecr", region, registryId, "repository/" + name));
        if (operation.equals("BatchGetImage") && failures.containsKey(name)) {
            return batch(List.of(), failed(body, failures.get(name)));
        }
        if (operation.equals("BatchGetImage") && registries.containsKey(registryId)) {
            body.path("imageIds")
                    .forEach(id -> registries
                            .get(registryId)
                            .fetch(name, id.path("imageTag").asText()));
        }
        Repository repository = Optional.ofNullable(registries.get(registryId))
                .flatMap(registry -> registry.repository(name))
                .orElseThrow(() -> new Refusal(
                        400,
                        "RepositoryNotFoundException",
                        "The repository with name '" + name + "' does not exist in the registry with id '" + registryId
                                + "'"));
        return switch (operation) {
            case "BatchGetImage" -> batchGetImage(body, registryId, name, repository);
            case "DescribeImages" -> describeImages(body, registryId, name, repository);
            default -> downloadUrl(body, registryId, name, repository);
        };
    }

    /**
     * Answers with the failure ImageNotFound for an archived image. It is the only failure code that fits the status
     * 404 that ECR documents for a pull of such an image.
     */
    private static Reply batchGetImage(JsonNode body, String registryId, String name, Repository repository) {
        List<Map<String, Object>> images = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        for (JsonNode id : body.path("imageIds")) {
            repository
                    .manifest(reference(id))
                    .filter(manifest -> accepts(body.path("acceptedMediaTypes"), manifest.mediaType()))
                    .ifPresentOrElse(
                            manifest -> images.add(Map.of(
                                    "registryId",
                                    registryId,
                                    "repositoryName",
                                    name,
                                    "imageId",
                                    imageId(id, manifest),
                                    "imageManifest",
                                    new String(manifest.bytes(), StandardCharsets.UTF_8),
                                    "imageManifestMediaType",
                                    manifest.mediaType())),
                            () -> missing.add(failure(id, NOT_FOUND)));
        }
        return batch(images, missing);
    }

    private static Reply batch(List<Map<String, Object>> images, List<Map<String, Object>> failures) {
        return Json.success(Map.of("images", images, "failures", failures));
    }

    private static List<Map<String, Object>> failed(JsonNode body, Failure failure) {
        List<Map<String, Object>> failed = new ArrayList<>();
        body.path("imageIds").forEach(id -> failed.add(failure(id, failure)));
        return failed;
    }

    private static Map<String, Object> failure(JsonNode id, Failure failure) {
        return Map.of("imageId", id, "failureCode", failure.code(), "failureReason", failure.reason());
    }

    private static boolean accepts(JsonNode mediaTypes, String mediaType) {
        for (JsonNode accepted : mediaTypes) {
            if (accepted.asText().equals(mediaType)) {
                return true;
            }
        }
        return mediaTypes.isEmpty();
    }

    private static Map<String, String> imageId(JsonNode id, Content manifest) {
        return id.has("imageTag")
                ? Map.of(
                        "imageDigest",
                        manifest.digest(),
                        "imageTag",
                        id.path("imageTag").asText())
                : Map.of("imageDigest", manifest.digest());
    }

    private static String reference(JsonNode id) {
        return id.path("imageDigest").asText(id.path("imageTag").asText());
    }

    /** Describes images; without a filter only active ones, as the API reference of DescribeImagesFilter says. */
    private static Reply describeImages(JsonNode body, String registryId, String name, Repository repository) {
        List<Stored> images = new ArrayList<>();
        for (JsonNode id : body.path("imageIds")) {
            images.add(repository.find(reference(id)).orElseThrow(() -> notFound(id, registryId, name)));
        }
        String wanted = body.path("filter").path("imageStatus").asText("ACTIVE");
        return Json.success(Map.of(
                "imageDetails",
                images.stream()
                        .map(image -> details(image, registryId, name, repository))
                        .filter(details -> wanted.equals("ANY") || wanted.equals(details.get("imageStatus")))
                        .toList()));
    }

    private static Refusal notFound(JsonNode id, String registryId, String name) {
        return new Refusal(
                400,
                "ImageNotFoundException",
                "The image with imageId {imageDigest:'" + id.path("imageDigest").asText("null") + "', imageTag:'"
                        + id.path("imageTag").asText("null") + "'} does not exist within the repository with name '"
                        + name + "' in the registry with id '" + registryId + "'");
    }

    private static Map<String, Object> details(Stored image, String registryId, String name, Repository repository) {
        Content manifest = image.manifest();
        Map<String, Object> details = new HashMap<>(Map.of(
                "registryId", registryId,
                "repositoryName", name,
                "imageDigest", manifest.digest(),
                "imageSizeInBytes", repository.size(manifest),
                "imagePushedAt", BigDecimal.valueOf(image.pushedAt().toEpochMilli(), 3),
                "imageManifestMediaType", manifest.mediaType(),
                "imageStatus", repository.isArchived(manifest) ? "ARCHIVED" : "ACTIVE"));
        List<String> tags = repository.tags(manifest);
        if (!tags.isEmpty()) {
            details.put("imageTags", tags);
        }
        return details;
    }

    private Reply downloadUrl(JsonNode body, String registryId, String name, Repository repository) {
        String digest = body.path("layerDigest").asText();
        if (repository.blob(digest).isEmpty()) {
            throw new Refusal(
                    400,
                    "LayersNotFoundException",
                    "The layer with digest '" + digest + "' does not exist within the repository with name '" + name
                            + "' in the registry with id '" + registryId + "'");
        }
        return Json.success(Map.of(
                "downloadUrl",
                registries.get(registryId).downloadUrl(name, digest).toString(),
                "layerDigest",
                digest));
    }
}
