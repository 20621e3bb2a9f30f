package io.github.ecrmaven.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image, index or artifact for a test. The same arguments always give the same bytes. */
public final class TestImage {
    private enum Format {
        DOCKER(
                "application/vnd.docker.distribution.manifest.list.v2+json",
                "application/vnd.docker.distribution.manifest.v2+json",
                "application/vnd.docker.container.image.v1+json",
                "application/vnd.docker.image.rootfs.diff.tar.gzip"),
        OCI(
                "application/vnd.oci.image.index.v1+json",
                "application/vnd.oci.image.manifest.v1+json",
                "application/vnd.oci.image.config.v1+json",
                "application/vnd.oci.image.layer.v1.tar+gzip");

        private final String index;
        private final String manifest;
        private final String config;
        private final String layer;

        Format(String index, String manifest, String config, String layer) {
            this.index = index;
            this.manifest = manifest;
            this.config = config;
            this.layer = layer;
        }
    }

    private final Format format;
    private final String platform;
    private final Content manifest;
    private final List<Content> manifests;
    private final List<Content> blobs;

    private TestImage(Format format, String platform, Content manifest, List<Content> manifests, List<Content> blobs) {
        this.format = format;
        this.platform = platform;
        this.manifest = manifest;
        this.manifests = manifests;
        this.blobs = blobs;
    }

    /** Creates an image with a Docker manifest (v2, schema 2) and one layer of incompressible bytes per size. */
    public static TestImage docker(String platform, long seed, int... layerSizes) {
        return image(Format.DOCKER, platform, seed, layerSizes);
    }

    /** Creates an image with an OCI manifest and one layer of incompressible bytes per size. */
    public static TestImage oci(String platform, long seed, int... layerSizes) {
        return image(Format.OCI, platform, seed, layerSizes);
    }

    /** Creates a Helm chart, which registries store like an image and which only its media types tell apart. */
    public static TestImage helmChart() {
        return artifact(
                null,
                new Content("application/vnd.cncf.helm.config.v1+json", "{\"name\":\"app\",\"version\":\"1.0.0\"}"),
                new Content(
                        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                        gzip(tar("app/Chart.yaml", new byte[9]))));
    }

    /** Creates an artifact that is not an image, with an artifact type. */
    public static TestImage artifact(String type) {
        return artifact(
                type, new Content("application/vnd.oci.empty.v1+json", "{}"), new Content("text/plain", "anything"));
    }

    private static TestImage artifact(String type, Content config, Content layer) {
        Map<String, Object> manifest = new HashMap<>(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                Format.OCI.manifest,
                "config",
                descriptor(config),
                "layers",
                List.of(descriptor(layer))));
        if (type != null) {
            manifest.put("artifactType", type);
        }
        Content content = json(Format.OCI.manifest, manifest);
        return new TestImage(Format.OCI, "unknown/unknown", content, List.of(content), List.of(layer, config));
    }

    /** Creates an index of images for several platforms, in the format of the first image. */
    public static TestImage index(TestImage first, TestImage... others) {
        List<TestImage> images =
                Stream.concat(Stream.of(first), Stream.of(others)).toList();
        List<Map<String, Object>> entries = new ArrayList<>();
        for (TestImage image : images) {
            Map<String, Object> entry = descriptor(image.manifest);
            entry.put("platform", properties(image.platform));
            entries.add(entry);
        }
        Content index = json(
                first.format.index, Map.of("schemaVersion", 2, "mediaType", first.format.index, "manifests", entries));
        return new TestImage(
                first.format,
                first.platform,
                index,
                Stream.concat(Stream.of(index), images.stream().map(image -> image.manifest))
                        .toList(),
                images.stream().flatMap(image -> image.blobs.stream()).toList());
    }

    /** Returns the digest of the manifest or index. */
    public String digest() {
        return manifest.digest();
    }

    /** Returns the size of the layers and the configuration in the registry, in bytes. */
    public long size() {
        return blobs.stream().mapToLong(blob -> blob.bytes().length).sum();
    }

    /** Returns the digest of a layer in the registry. */
    public String layer(int index) {
        return blobs.get(index).digest();
    }

    Content manifest() {
        return manifest;
    }

    /** Returns the manifest, or an index and the manifests that it refers to. */
    List<Content> manifests() {
        return manifests;
    }

    /** Returns the layers and the configuration. */
    List<Content> blobs() {
        return blobs;
    }

    private static TestImage image(Format format, String platform, long seed, int... layerSizes) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Content> layers = new ArrayList<>();
        List<String> diffIds = new ArrayList<>();
        for (int size : layerSizes) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            byte[] tar = tar("layer-" + layers.size(), bytes);
            diffIds.add(Content.digest(tar));
            layers.add(new Content(format.layer, gzip(tar)));
        }
        Map<String, Object> properties = new HashMap<>(properties(platform));
        properties.put("created", "1970-01-01T00:00:00Z");
        properties.put("config", Map.of("Cmd", List.of("/layer-0")));
        properties.put("rootfs", Map.of("type", "layers", "diff_ids", diffIds));
        Content config = json(format.config, properties);
        Content manifest = json(
                format.manifest,
                Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        format.manifest,
                        "config",
                        descriptor(config),
                        "layers",
                        layers.stream().map(TestImage::descriptor).toList()));
        List<Content> blobs = Stream.concat(layers.stream(), Stream.of(config)).toList();
        return new TestImage(format, platform, manifest, List.of(manifest), blobs);
    }

    private static Map<String, Object> properties(String platform) {
        String[] parts = platform.split("/", 3);
        Map<String, Object> properties = new HashMap<>(Map.of("os", parts[0], "architecture", parts[1]));
        if (parts.length == 3) {
            properties.put("variant", parts[2]);
        }
        return properties;
    }

    private static Map<String, Object> descriptor(Content content) {
        return new HashMap<>(
                Map.of("mediaType", content.mediaType(), "digest", content.digest(), "size", content.bytes().length));
    }

    private static Content json(String mediaType, Map<String, ?> value) {
        return new Content(mediaType, Json.write(value));
    }

    private static byte[] tar(String name, byte[] bytes) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar, StandardCharsets.UTF_8.name())) {
            TarArchiveEntry file = new TarArchiveEntry(name);
            file.setSize(bytes.length);
            file.setModTime(0);
            out.putArchiveEntry(file);
            out.write(bytes);
            out.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tar.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gzip.toByteArray();
    }
}
