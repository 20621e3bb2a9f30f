package io.github.ecrmaven.engine;

import static io.github.ecrmaven.engine.EngineRequests.encode;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A container engine that answers: finds and pulls images, and knows their names. Threads may share it.
 *
 * <p>Its requests are those of <a href="https://docs.docker.com/reference/api/engine/">Docker's API</a>.
 */
public final class ContainerEngine implements AutoCloseable {
    /** How long an engine may be silent that has a request to answer; some retry a download for 75 s by themselves. */
    public static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

    private final EngineAddress address;
    private final EngineHttp http;
    private final EngineVersion version;
    private final EngineRequests requests;
    private final ImageNames names;
    private final EngineInfo info;
    private final Duration stallTimeout;

    /**
     * Of all pulls, since one may wait for another: many engines download three layers at a time, and are silent of the
     * rest.
     */
    private final Pulse pulls;

    private final Consumer<String> warn;

    private ContainerEngine(
            EngineAddress address,
            EngineHttp http,
            EngineVersion version,
            Duration stallTimeout,
            Pulse pulls,
            Consumer<String> warn) {
        this.pulls = pulls;
        this.warn = warn;
        this.address = address;
        this.http = http;
        this.version = version;
        this.requests = new EngineRequests(http, version, stallTimeout);
        this.names = new ImageNames(requests, this);
        this.info = new EngineInfo(requests, version);
        this.stallTimeout = stallTimeout;
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
        return connect(address, stallTimeout, address.answerTimeout(), new Pulse(lastNews), warn);
    }

    static ContainerEngine connect(
            EngineAddress address, Duration stallTimeout, Duration answerTimeout, Pulse pulls, Consumer<String> warn) {
        var http = new EngineHttp(address);
        ContainerEngine engine = null;
        try {
            engine = new ContainerEngine(address, http, version(http, answerTimeout), stallTimeout, pulls, warn);
        } catch (EngineSilentException e) {
            throw EngineFailures.silent(address, e.silence());
        } catch (IOException | RuntimeException e) {
            throw e instanceof ExplainedException explained ? explained : EngineFailures.noEngine(e, address);
        } finally {
            if (engine == null) {
                http.close();
            }
        }
        if (engine.version.isTooOld()) {
            engine.close();
            throw EngineFailures.tooOld(engine, engine.version.newest().toString());
        }
        return engine;
    }

    private static EngineVersion version(EngineHttp http, Duration timeout) throws IOException {
        try (EngineAnswer answer = http.send("GET", "/version", Map.of(), timeout)) {
            return EngineVersion.of(EngineRequests.whole(answer));
        }
    }

    /** Returns what the engine says of itself, and how it was found. */
    public EngineDescription describe() {
        return version.describe(address, info.store());
    }

    /** Returns the same without its store, for which it would have to be asked. */
    public EngineDescription brief() {
        return version.describe(address, null);
    }

    /**
     * Looks for an image; by its digest where the reference has one.
     *
     * @param platform that it must be made for, or null for any
     */
    public Optional<LocalImage> find(ImageReference reference, Platform platform) {
        try {
            return find(reference.engineName(), platform);
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + reference, this);
        }
    }

    /** What is no image counts as absent: who wants it is told so when it is pulled. */
    private Optional<LocalImage> find(String name, Platform platform) throws IOException {
        Optional<byte[]> image = inspect(name, platform);
        return image.isEmpty()
                ? Optional.empty()
                : LocalImage.of(image.get()).filter(found -> platform == null || found.isFor(platform));
    }

    private Optional<byte[]> inspect(String name, Platform platform) throws IOException {
        String path = "/images/" + name + "/json";
        return platform != null && version.inspectsPlatform()
                ? requests.getForPlatform(path, platform)
                : requests.get(path);
    }

    /**
     * Pulls an image, and makes sure that the engine has it, by its tag too where the reference has a digest and a tag.
     *
     * @param platform to pull it for, or null for the engine's own
     * @param credentials for the image's registry, or null to pull as anyone may
     * @param progress takes what the engine tells of the layers, in the thread of the caller
     * @throws PullException when the image is not there, and for the right platform, in the end
     * @throws ExplainedException when the engine does not give it the tag
     */
    public LocalImage pull(
            ImageReference reference,
            Platform platform,
            RegistryCredentials credentials,
            Consumer<LayerProgress> progress) {
        String path = "/images/create?fromImage=" + encode(reference.engineName())
                + (platform == null ? "" : "&platform=" + encode(platform.toString()));
        Map<String, String> headers = credentials == null
                ? Map.of()
                : Map.of("X-Registry-Auth", EngineRequests.auth(reference.registry(), credentials));
        if (credentials != null) {
            address.clearText().ifPresent(warn);
        }
        var stream = new PullStream(progress, pulls);
        LocalImage image;
        try {
            try (EngineAnswer answer =
                    http.send("POST", version.api() + path, headers, new byte[0], stallTimeout, pulls)) {
                EngineRequests.refuseUnlessOk(answer);
                stream.read(answer.body());
            }
            image = pulled(reference, stream);
            if (platform != null) {
                LocalImage other = image;
                image = find(reference.engineName(), platform)
                        .orElseThrow(() -> PullFailures.otherPlatform(reference, platform, other, this));
            }
        } catch (IOException | RefusedException e) {
            throw PullFailures.notPulled(e, reference, credentials == null, this);
        }
        names.tag(reference);
        return image.pulledAs(reference.name(), stream.digest());
    }

    private LocalImage pulled(ImageReference reference, PullStream stream) throws IOException {
        Optional<byte[]> inspection = inspect(reference.engineName(), null);
        if (inspection.isEmpty()) {
            throw PullFailures.brokenOff(reference, this);
        }
        LocalImage image = LocalImage.of(inspection.get()).orElseThrow(() -> PullFailures.noImage(reference, this));
        if (!stream.confirms(image)) {
            throw PullFailures.brokenOff(reference, this);
        }
        return image;
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
        return (address() + " " + info.identity()).strip();
    }

    /** Returns the engine's product, version and address, as messages name it. */
    @Override
    public String toString() {
        return version + " at " + address.text();
    }

    /** Ends all requests, those too whose answers have not come. */
    @Override
    public void close() {
        http.close();
    }
}
