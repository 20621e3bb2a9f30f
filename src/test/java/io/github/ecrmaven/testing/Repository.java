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

/** A repository of a registry, with manifests, tags and blobs. */
final class Repository {
    /** A pushed image or index. */
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

    /** Finds the manifest of an image that is not archived, as only those can be pulled. */
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

    /** Returns the compressed size of the layers of an image; for an index, that of its largest image. */
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
