package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.util.Optional;

/** What an engine says of its storage at {@code /info}; a proxy before it may not let it say that. */
final class EngineInfo {
    private final EngineRequests requests;
    private final EngineVersion version;
    private String identity;

    EngineInfo(EngineRequests requests, EngineVersion version) {
        this.requests = requests;
        this.version = version;
    }

    /** Returns the driver of its images, or null; containerd's have names that are easily taken for Docker's own. */
    String store() {
        try {
            Optional<Json> info = read();
            String driver = info.isEmpty() || !info.get().has("Driver")
                    ? null
                    : OutsideText.line(info.get().text("Driver"));
            return driver != null && info.get().mentions("DriverStatus", "io.containerd.snapshotter")
                    ? driver + " (containerd)"
                    : driver;
        } catch (IOException | RuntimeException e) {
            // The engine pulls all the same.
            return null;
        }
    }

    /**
     * Returns what tells its storage from that of other engines: Docker's ID is in its data folder, and with the name
     * of the machine it differs for machines that were copied, too. Podman tells another ID each time, so its folder
     * stands for it. Empty where the engine does not say it. It is asked once.
     */
    synchronized String identity() {
        if (identity == null) {
            try {
                Optional<Json> info = read();
                identity = info.isEmpty() ? "" : identity(info.get());
            } catch (IOException | RuntimeException e) {
                identity = "";
            }
        }
        return identity;
    }

    private String identity(Json info) throws IOException {
        String id = info.text(version.product().equals("Podman") ? "DockerRootDir" : "ID", "");
        return (id + " " + info.text("Name", "")).strip().replaceAll("\\s+", " ");
    }

    private Optional<Json> read() throws IOException {
        Optional<byte[]> info = requests.get("/info");
        return info.isEmpty() ? Optional.empty() : Optional.of(Json.read(info.get()));
    }
}
