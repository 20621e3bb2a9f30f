package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import com.github.dockerjava.core.RemoteApiVersion;
import io.github.ecrmaven.image.OutsideText;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What an engine tells about itself, and how it was found.
 *
 * @param product {@code Docker} or {@code Podman}
 * @param version the version of the product
 * @param address the address, such as {@code unix:///var/run/docker.sock}
 * @param chosenBy the setting that contains the address
 * @param apiVersion the API version of requests to it
 * @param newestApiVersion the newest API version that it supports
 * @param minApiVersion the oldest API version that it supports; null if unknown
 * @param os the operating system of its default platform, as Go names it; null if unknown
 * @param architecture the architecture of its default platform, as Go names it; null if unknown
 * @param store the storage driver for images, such as {@code overlay2}; null if unknown
 */
public record EngineDescription(
        String product,
        String version,
        String address,
        String chosenBy,
        String apiVersion,
        String newestApiVersion,
        String minApiVersion,
        String os,
        String architecture,
        String store) {
    private static final String PODMAN = "Podman";

    /** The newest API version that this plugin is tested with. */
    private static final RemoteApiVersion KNOWN = RemoteApiVersion.VERSION_1_44;

    /**
     * Since this API version an image can be inspected for a platform
     * (https://docs.docker.com/reference/api/engine/version-history/).
     */
    private static final RemoteApiVersion INSPECTS_PLATFORM = RemoteApiVersion.create(1, 49);

    /** The API version of Docker 20.10. Podman before 4 reports 1.40, but supports all that this plugin needs. */
    private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_41;

    /**
     * Reads the response to the request for versions, for all clients of the engine: into a type of the JDK, as modules
     * may have different class loaders.
     *
     * @throws IllegalStateException if it is not the response of an engine
     */
    static List<String> read(Version answer) {
        RemoteApiVersion newest = version(answer.getApiVersion());
        RemoteApiVersion oldest = version(answer.getMinAPIVersion());
        if (newest == null) {
            throw new IllegalStateException("it has no API version");
        }
        return Arrays.asList(
                isPodman(answer) ? PODMAN : "Docker",
                OutsideText.line(Objects.requireNonNullElse(answer.getVersion(), "")),
                // An engine that supports no API version tested here gets the oldest that it supports.
                latest(newest.isGreater(KNOWN) ? KNOWN : newest, oldest).getVersion(),
                newest.getVersion(),
                oldest == null ? null : oldest.getVersion(),
                line(answer.getOperatingSystem()),
                line(answer.getArch()));
    }

    /** Returns the description of an engine without its store, from what {@link #read} has returned. */
    static EngineDescription of(List<String> read, EngineAddress address) {
        return new EngineDescription(
                read.get(0),
                read.get(1),
                address.text(),
                address.chosenBy(),
                read.get(2),
                read.get(3),
                read.get(4),
                read.get(5),
                read.get(6),
                null);
    }

    /** Returns null for an invalid version. */
    private static RemoteApiVersion version(String text) {
        RemoteApiVersion version = RemoteApiVersion.parseConfigWithDefault(text);
        return version.equals(RemoteApiVersion.unknown()) ? null : version;
    }

    private static String line(String text) {
        return text == null ? null : OutsideText.line(text);
    }

    private static boolean isPodman(Version answer) {
        return Objects.requireNonNullElse(answer.getComponents(), List.<VersionComponent>of()).stream()
                .anyMatch(component -> String.valueOf(component.getName()).startsWith(PODMAN));
    }

    private static RemoteApiVersion latest(RemoteApiVersion version, RemoteApiVersion oldest) {
        return oldest != null && oldest.isGreater(version) ? oldest : version;
    }

    /** Returns the same with the storage driver. Those of containerd have names similar to Docker's own. */
    EngineDescription withStore(Info info) {
        String driver = info.getDriver();
        boolean containerd = String.valueOf(info.getDriverStatuses()).contains("io.containerd.snapshotter");
        return new EngineDescription(
                product,
                version,
                address,
                chosenBy,
                apiVersion,
                newestApiVersion,
                minApiVersion,
                os,
                architecture,
                driver != null && containerd ? line(driver) + " (containerd)" : line(driver));
    }

    /**
     * Returns the identity of its storage; empty if unknown. Docker keeps an ID in its data directory; the host name is
     * added because the disk may be a copy. Podman's ID changes with each request, so its data directory is used.
     */
    String storage(Info info) {
        String id = product.equals(PODMAN) ? info.getDockerRootDir() : info.getId();
        return (Objects.requireNonNullElse(id, "") + " " + Objects.requireNonNullElse(info.getName(), ""))
                .strip()
                .replaceAll("\\s+", " ");
    }

    boolean isTooOld() {
        return !product.equals(PODMAN) && OLDEST.isGreater(version(newestApiVersion));
    }

    boolean inspectsPlatform() {
        return !INSPECTS_PLATFORM.isGreater(version(newestApiVersion));
    }

    /** Returns the API version to inspect an image for a platform. */
    RemoteApiVersion platformApi() {
        return latest(INSPECTS_PLATFORM, version(minApiVersion));
    }

    /** Returns the API version of all other requests. */
    RemoteApiVersion api() {
        return version(apiVersion);
    }
}
