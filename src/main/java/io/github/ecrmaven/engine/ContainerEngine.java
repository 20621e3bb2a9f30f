package io.github.ecrmaven.engine;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Info;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A container engine that answers: finds and pulls images, and knows their names. Threads may share it. */
public final class ContainerEngine implements AutoCloseable {
    /** How long an engine may be silent that has a request to answer; some retry a download for 75 s by themselves. */
    public static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

    private final EngineAddress address;
    private final EngineConnections connections;
    private final EngineDescription description;
    private final EngineApi api;
    private final ImageNames names;
    private final Consumer<String> warn;

    /**
     * Of all pulls, since one may wait for another: many engines download three layers at a time, and are silent of the
     * rest.
     */
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
        this.names = new ImageNames(api, this);
    }

    /**
     * Connects to an engine, and waits for its answers as long as {@link #STALL_TIMEOUT}.
     *
     * @throws ExplainedException when no engine answers at the address, or one that is too old
     */
    public static ContainerEngine connect(EngineAddress address) {
        return connect(address, STALL_TIMEOUT);
    }

    /**
     * Connects to an engine and agrees on an API version with it.
     *
     * @param stallTimeout how long the engine may be silent while it has a request to answer
     * @throws ExplainedException when no engine answers at the address, or one that is too old
     */
    public static ContainerEngine connect(EngineAddress address, Duration stallTimeout) {
        return connect(address, stallTimeout, new AtomicLong(), warning -> {});
    }

    /**
     * As above, where others pull over connections of their own.
     *
     * @param lastNews when the engine last told any of them something new, as {@link System#nanoTime} has it
     * @param warn takes a line for what is done, but should not be
     * @throws ExplainedException when no engine answers at the address, or one that is too old
     */
    public static ContainerEngine connect(
            EngineAddress address, Duration stallTimeout, AtomicLong lastNews, Consumer<String> warn) {
        return connect(address, stallTimeout, address.answerTimeout(), new ActivityClock(lastNews), warn);
    }

    static ContainerEngine connect(
            EngineAddress address,
            Duration stallTimeout,
            Duration answerTimeout,
            ActivityClock pulls,
            Consumer<String> warn) {
        var connections = new EngineConnections(address);
        ContainerEngine engine = null;
        try {
            var description = EngineDescription.of(EngineApi.version(connections, answerTimeout), address);
            engine = new ContainerEngine(address, connections, description, stallTimeout, pulls, warn);
            if (description.isTooOld()) {
                throw EngineFailures.tooOld(engine, description.newestApiVersion());
            }
            return engine;
        } catch (RuntimeException e) {
            connections.close();
            throw e instanceof ExplainedException explained ? explained : EngineFailures.noEngine(e, address);
        }
    }

    /** Returns what the engine says of itself, and how it was found. */
    public EngineDescription describe() {
        return info().map(description::withStore).orElse(description);
    }

    /** Returns the same without its store, for which it would have to be asked. */
    public EngineDescription brief() {
        return description;
    }

    /** Empty where a proxy before the engine does not let it say that, or it answers something else. */
    private Optional<Info> info() {
        try {
            return Optional.of(api.info());
        } catch (RuntimeException e) {
            // The engine pulls all the same.
            return Optional.empty();
        }
    }

    /**
     * Looks for an image; by its digest where the reference has one. What is no image counts as absent: who wants it is
     * told so when it is pulled.
     *
     * @param platform that it must be made for, or null for any
     */
    public Optional<LocalImage> find(ImageReference reference, Platform platform) {
        try {
            return inspect(reference.engineName(), platform)
                    .filter(LocalImage::isImage)
                    .map(LocalImage::of)
                    .filter(image -> platform == null || image.isFor(platform));
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + reference, this);
        }
    }

    private Optional<InspectImageResponse> inspect(String name, Platform platform) {
        return platform != null && description.inspectsPlatform()
                ? api.inspect(name, platform, description.platformApi())
                : api.inspect(name);
    }

    /**
     * Pulls an image, and makes sure that the engine has it, by its tag too where the reference has a digest and a tag.
     *
     * @param platform to pull it for, or null for the engine's own
     * @param credentials for the image's registry, or null to pull as anyone may
     * @param progress takes what the engine tells of the layers, in a thread of docker-java's
     * @throws PullException when the image is not there, and for the right platform, in the end
     * @throws ExplainedException when the engine does not give it the tag
     */
    public LocalImage pull(
            ImageReference reference,
            Platform platform,
            RegistryCredentials credentials,
            Consumer<LayerProgress> progress) {
        if (credentials != null) {
            address.clearText().ifPresent(warn);
        }
        var stream = new PullStream(progress, pulls);
        LocalImage image;
        try {
            api.pull(reference.engineName(), platform, credentials, reference.registry(), stream);
            image = pulled(reference, platform, stream);
        } catch (PullException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw PullFailures.notPulled(e, reference, credentials == null, this);
        }
        if (reference.hasTagAndDigest()) {
            tag(image, reference);
        }
        return image.pulledAs(reference.name(), stream.digest());
    }

    private LocalImage pulled(ImageReference reference, Platform platform, PullStream stream) {
        InspectImageResponse inspected =
                api.inspect(reference.engineName()).orElseThrow(() -> PullFailures.brokenOff(reference, this));
        if (!LocalImage.isImage(inspected)) {
            throw PullFailures.noImage(reference, this);
        }
        LocalImage image = LocalImage.of(inspected);
        if (!stream.confirms(image)) {
            throw PullFailures.brokenOff(reference, this);
        }
        return platform == null
                ? image
                : inspect(reference.engineName(), platform)
                        .map(LocalImage::of)
                        .filter(found -> found.isFor(platform))
                        .orElseThrow(() -> PullFailures.otherPlatform(reference, platform, image, this));
    }

    /** Engines find an image by its digest alone where that is given, and leave the tag to whoever had it. */
    private void tag(LocalImage image, ImageReference reference) {
        String name = reference.withoutDigest().engineName();
        if (!image.tags().contains(name) && !names.give(reference.engineName(), name)) {
            throw EngineFailures.gone(reference, name, this);
        }
    }

    /** Returns the names that its images have. */
    public ImageNames names() {
        return names;
    }

    /** Returns where it listens. */
    public String address() {
        return address.text();
    }

    /**
     * Returns where it listens, and what tells its storage from that of another engine that listens there at another
     * time, or on another machine, if it says so; it is asked for that once.
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

    /** Returns the engine's product, version and address, as messages name it. */
    @Override
    public String toString() {
        return description.product() + " " + description.version() + " at " + address.text();
    }

    /** Ends all requests, those too whose answers have not come. */
    @Override
    public void close() {
        connections.close();
    }
}
