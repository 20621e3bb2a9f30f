package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import com.github.dockerjava.core.RemoteApiVersion;
import io.github.ecrmaven.image.OutsideText;
import java.util.List;
import java.util.Objects;

/**
 * What an engine says of itself, and how it was found.
 *
 * @param product {@code Docker} or {@code Podman}
 * @param version the product's
 * @param address where it listens, such as {@code unix:///var/run/docker.sock}
 * @param chosenBy the setting that chose the address
 * @param apiVersion the version of Docker's API that it is spoken to in
 * @param newestApiVersion the newest that it knows
 * @param minApiVersion the oldest that it takes; null where it does not say
 * @param os that images are for unless a platform is set, as Go names it
 * @param architecture that images are for unless a platform is set, as Go names it
 * @param store what keeps the images, such as {@code overlay2}; null where it does not say
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

    /** The newest that this plugin is written for and tested with. */
    private static final RemoteApiVersion KNOWN = RemoteApiVersion.VERSION_1_44;

    /** From here on an inspection takes a platform (https://docs.docker.com/reference/api/engine/version-history/). */
    private static final RemoteApiVersion INSPECTS_PLATFORM = RemoteApiVersion.create(1, 49);

    /** Docker 20.10's. Podman counts otherwise: its releases before 4 say 1.40, and know all that is asked of them. */
    private static final RemoteApiVersion OLDEST = RemoteApiVersion.VERSION_1_41;

    /**
     * Takes what an engine answers that is asked for its versions; not its store.
     *
     * @throws IllegalStateException when the answer is not an engine's
     */
    static EngineDescription of(Version answer, EngineAddress address) {
        RemoteApiVersion newest = version(answer.getApiVersion());
        RemoteApiVersion oldest = version(answer.getMinAPIVersion());
        if (newest == null) {
            throw new IllegalStateException("it has no API version");
        }
        return new EngineDescription(
                isPodman(answer) ? PODMAN : "Docker",
                OutsideText.line(Objects.requireNonNullElse(answer.getVersion(), "")),
                address.text(),
                address.chosenBy(),
                // One that has left behind what is known is spoken to in its oldest.
                latest(newest.isGreater(KNOWN) ? KNOWN : newest, oldest).getVersion(),
                newest.getVersion(),
                oldest == null ? null : oldest.getVersion(),
                line(answer.getOperatingSystem()),
                line(answer.getArch()),
                null);
    }

    /** Returns null for what is none. */
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

    /** Adds the driver of its images; containerd's have names that are easily taken for Docker's own. */
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
     * Returns what tells its storage from that of other engines: Docker's ID is in its data folder, and with the name
     * of the machine it differs for machines that were copied, too. Podman tells another ID each time, so its folder
     * stands for it. Empty where the engine does not say it.
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

    /** Returns the version to inspect an image of a platform in. */
    RemoteApiVersion platformApi() {
        return latest(INSPECTS_PLATFORM, version(minApiVersion));
    }

    /** Returns the version for all other requests. */
    RemoteApiVersion api() {
        return version(apiVersion);
    }
}
