package io.github.ecrmaven.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/** A repository of a registry: manifests by their digests, tags that name some of them, and blobs. */
final class Repository {
    /** An image or index as it was pushed. */
    record Stored(Content manifest, Instant pushedAt) {}

    private final Map<String, Stored> images = new LinkedHashMap<>();
    private final Map<String, String> digests = new ConcurrentHashMap<>();
    private final Map<String, Content> blobs = new ConcurrentHashMap<>();
    private final Set<String> archived = ConcurrentHashMap.newKeySet();

    synchronized void push(String tag, TestImage image) {
        image.blobs().forEach(blob -> blobs.put(blob.digest(), blob));
        image.manifests()
                .forEach(manifest -> images.putIfAbsent(manifest.digest(), new Stored(manifest, Instant.now())));
        digests.put(tag, image.digest());
    }

    void archive(String tagOrDigest) {
        archived.add(find(tagOrDigest).orElseThrow().manifest().digest());
    }

    synchronized Optional<Stored> find(String tagOrDigest) {
        return Optional.ofNullable(images.get(digests.getOrDefault(tagOrDigest, tagOrDigest)));
    }

    /** The manifest of an image that can be pulled: one that is archived cannot. */
    Optional<Content> manifest(String tagOrDigest) {
        return find(tagOrDigest).map(Stored::manifest).filter(manifest -> !isArchived(manifest));
    }

    Optional<Content> blob(String digest) {
        return Optional.ofNullable(blobs.get(digest));
    }

    boolean isArchived(Content manifest) {
        return archived.contains(manifest.digest());
    }

    List<String> tags(Content manifest) {
        return digests.entrySet().stream()
                .filter(tag -> tag.getValue().equals(manifest.digest()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The size of the layers as they are stored; of the images of an index, that of the largest. */
    long size(Content manifest) {
        JsonNode json = Json.read(new String(manifest.bytes(), StandardCharsets.UTF_8));
        long largest = StreamSupport.stream(json.path("manifests").spliterator(), false)
                .flatMap(entry -> find(entry.path("digest").asText()).stream())
                .mapToLong(image -> size(image.manifest()))
                .max()
                .orElse(0);
        return StreamSupport.stream(json.path("layers").spliterator(), false)
                .mapToLong(layer -> layer.path("size").asLong())
                .reduce(largest, Long::sum);
    }
}
