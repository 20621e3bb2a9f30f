package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.Info;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The client of a container engine: finds, pulls, tags and removes images. Thread-safe. */
public final class ContainerEngine implements AutoCloseable {
    /** How long an engine may send nothing new during a request. Some retry a download for 75 s without a word. */
    public static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

    private final EngineAddress address;
    private final EngineConnections connections;
    private final EngineDescription description;
    private final EngineApi api;
    private final LocalImages images;
    private final Consumer<String> warn;

    /** Shared by all pulls, because one may wait for another: many engines download only three layers at a time. */
    private final ActivityClock pulls;

    private String storage;

    private ContainerEngine(
            EngineAddress address,
            EngineConnections connections,
            EngineDescription description,
            Duration stallTimeout,
            ActivityClock pulls,
            Consumer<String> warn) {
        this.address = address;
        this.connections = connections;
        this.description = description;
        this.pulls = pulls;
        this.warn = warn;
        this.api = new EngineApi(connections, description.api(), stallTimeout);
        this.images = new LocalImages(api, this);
    }

    /**
     * Loads classes that every connection needs, and connects to nothing. What it saves while the caller does something
     * else is in src/bench/README.md.
     */
    public static void preload() {
        EngineJson.preload();
    }

    /**
     * Connects to an engine that other clients of this build use too, and agrees on an API version with it.
     *
     * @param stallTimeout how long the engine may send nothing new during a request
     * @param lastNews when the engine last sent something new to any of them, by {@link System#nanoTime}; it is shared
     *     by all of them
     * @param known what the engine has told about itself; shared by all of them, so that only the first asks for it.
     *     Empty until then
     * @param warn receives warnings
     * @throws ExplainedException if the engine is asked and does not respond at the address, or is too old
     */
    public static ContainerEngine connect(
            EngineAddress address,
            Duration stallTimeout,
            AtomicLong lastNews,
            AtomicReference<List<String>> known,
            Consumer<String> warn) {
        return connect(address, stallTimeout, address.firstResponseTimeout(), new ActivityClock(lastNews), known, warn);
    }

    static ContainerEngine connect(
            EngineAddress address,
            Duration stallTimeout,
            Duration firstResponseTimeout,
            ActivityClock pulls,
            AtomicReference<List<String>> known,
            Consumer<String> warn) {
        var connections = new EngineConnections(address);
        try {
            List<String> read = known.get() == null
                    ? EngineDescription.read(EngineApi.version(connections, firstResponseTimeout))
                    : known.get();
            var description = EngineDescription.of(read, address);
            var engine = new ContainerEngine(address, connections, description, stallTimeout, pulls, warn);
            if (description.isTooOld()) {
                throw EngineFailures.tooOld(engine, description.newestApiVersion());
            }
            known.set(read);
            return engine;
        } catch (RuntimeException e) {
            connections.close();
            throw e instanceof ExplainedException explained ? explained : EngineFailures.noEngine(e, address);
        }
    }

    /** Returns what the engine tells about itself, with its store, for which it is asked. */
    public EngineDescription descriptionWithStore() {
        return info().map(description::withStore).orElse(description);
    }

    /** Returns what the engine tells about itself, without its store. */
    public EngineDescription description() {
        return description;
    }

    /** Empty if the request fails: a proxy in front of the engine may not allow it. */
    private Optional<Info> info() {
        try {
            return Optional.of(api.info());
        } catch (RuntimeException e) {
            // Pulls do not need it.
            return Optional.empty();
        }
    }

    /**
     * Finds an image; by its digest if the reference has one. An artifact that is no image counts as absent, so that a
     * pull explains it.
     *
     * @param platform the platform that it must be built for; null for any
     */
    public Optional<LocalImage> find(ImageReference reference, Platform platform) {
        try {
            return api.inspect(reference.engineName()).flatMap(whole -> builtFor(platform, reference, whole));
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + reference, this);
        }
    }

    /** Looks for an image by its own name, which tests use, and then by its reference. */
    public Optional<PresentImage> find(ImageToPull image) {
        Optional<LocalImage> found =
                image.ownName() == null ? Optional.empty() : find(image.ownName(), image.platform());
        boolean byOwnName = found.isPresent();
        if (!byOwnName) {
            found = find(image.reference(), image.platform());
        }
        return found.isPresent()
                ? Optional.of(new PresentImage(found.get(), PullState.ALREADY_PRESENT, byOwnName, false))
                : Optional.empty();
    }

    /**
     * Returns an image as it is built for a platform; empty if it is not, or is no image. It keeps the ID of the whole:
     * in Docker's containerd store, the part for the platform has another, by which no other request finds it.
     */
    private Optional<LocalImage> builtFor(Platform platform, ImageReference reference, InspectedImage whole) {
        Optional<LocalImage> image = LocalImage.unlessArtifact(whole);
        if (platform == null) {
            return image;
        }
        if (description.inspectsPlatform()) {
            String id = LocalImage.of(whole).id();
            image = api.inspect(reference.engineName(), platform, description.platformApi())
                    .flatMap(LocalImage::unlessArtifact)
                    .map(built -> built.withId(id));
        }
        return image.filter(built -> built.isFor(platform));
    }

    /**
     * Pulls an image and checks that the engine has it. Engines ignore a tag beside a digest.
     *
     * @param platform the platform to pull it for; null for the engine's own
     * @param credentials for the image's registry; null to pull anonymously
     * @param progress receives the progress of the layers, in a thread of docker-java's
     * @throws PullException if the engine does not have the image afterwards, or has it for another platform
     */
    public LocalImage pull(
            ImageReference reference,
            Platform platform,
            RegistryCredentials credentials,
            Consumer<LayerProgress> progress) {
        if (credentials != null) {
            address.clearTextWarning().ifPresent(warn);
        }
        var stream = new PullStream(progress, pulls);
        try {
            api.pull(reference.engineName(), platform, credentials, reference.registry(), stream);
            return pulled(reference, platform, stream).pulledAs(reference.name(), stream.digest());
        } catch (PullException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw PullFailures.notPulled(e, reference, credentials == null, this);
        }
    }

    private LocalImage pulled(ImageReference reference, Platform platform, PullStream stream) {
        InspectedImage inspected =
                api.inspect(reference.engineName()).orElseThrow(() -> PullFailures.incomplete(reference, this));
        LocalImage image =
                LocalImage.unlessArtifact(inspected).orElseThrow(() -> PullFailures.noImage(reference, this));
        if (!stream.confirms(image)) {
            throw PullFailures.incomplete(reference, this);
        }
        return builtFor(platform, reference, inspected)
                .orElseThrow(() -> PullFailures.otherPlatform(reference, platform, image, this));
    }

    /** Returns the images that it has. */
    public LocalImages images() {
        return images;
    }

    /** Returns the address of the engine. */
    public String address() {
        return address.text();
    }

    /**
     * Returns the address of the engine and the identity of its storage, which differs from that of another engine at
     * the same address, at another time or on another machine. The engine is asked for it once.
     */
    public String identity() {
        return (address() + " " + storage()).strip();
    }

    private synchronized String storage() {
        if (storage == null) {
            storage = info().map(description::storage).orElse("");
        }
        return storage;
    }

    /** Returns the engine's name in messages: its product, version and address. */
    @Override
    public String toString() {
        return description.product() + " " + description.version() + " at " + address.text();
    }

    /** Closes all connections, also those of requests in progress. */
    @Override
    public void close() {
        connections.close();
    }
}
