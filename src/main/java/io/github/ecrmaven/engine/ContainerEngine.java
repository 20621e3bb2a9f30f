package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A container engine that answers: finds, pulls, tags and removes its images. Threads may share it.
 *
 * <p>Its requests are those of <a href="https://docs.docker.com/reference/api/engine/">Docker's API</a>.
 */
public final class ContainerEngine implements AutoCloseable {
    /** How long an engine may be silent that has a request to answer; some retry a download for 75 s by themselves. */
    public static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

    private final EngineAddress address;
    private final EngineHttp http;
    private final EngineVersion version;
    private final Duration stallTimeout;

    /**
     * Of all pulls, since one may wait for another: many engines download three layers at a time, and are silent of the
     * rest.
     */
    private final Pulse pulls;

    private ContainerEngine(
            EngineAddress address, EngineHttp http, EngineVersion version, Duration stallTimeout, Pulse pulls) {
        this.pulls = pulls;
        this.address = address;
        this.http = http;
        this.version = version;
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
        return connect(address, stallTimeout, new AtomicLong());
    }

    /**
     * As above, where others pull over connections of their own.
     *
     * @param lastNews when the engine last told any of them something new, as {@link System#nanoTime} has it
     * @throws ExplainedException when no engine answers at the address, or one that is too old
     */
    public static ContainerEngine connect(EngineAddress address, Duration stallTimeout, AtomicLong lastNews) {
        return connect(address, stallTimeout, address.answerTimeout(), new Pulse(lastNews));
    }

    static ContainerEngine connect(EngineAddress address, Duration stallTimeout, Duration answerTimeout, Pulse pulls) {
        var http = new EngineHttp(address);
        ContainerEngine engine = null;
        try {
            engine = new ContainerEngine(address, http, version(http, answerTimeout), stallTimeout, pulls);
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
        try (EngineHttp.Answer answer = http.send("GET", "/version", Map.of(), timeout)) {
            return EngineVersion.of(body(answer));
        }
    }

    /** Returns what the engine says of itself, and how it was found. */
    public EngineDescription describe() {
        return version.describe(address, store());
    }

    /** Returns the same without its store, for which it would have to be asked. */
    public EngineDescription brief() {
        return version.describe(address, null);
    }

    private String store() {
        try {
            Optional<byte[]> info = get("/info");
            return info.isEmpty() ? null : store(Json.readCapitalized(info.get(), Info.class));
        } catch (IOException | RuntimeException e) {
            // The engine pulls all the same: a proxy before it may allow no more than that.
            return null;
        }
    }

    /** The driver; containerd's snapshotters have names that are easily taken for those of Docker's own. */
    private static String store(Info info) {
        boolean containerd = String.valueOf(info.driverStatus).contains("io.containerd.snapshotter");
        return info.driver != null && containerd ? info.driver + " (containerd)" : info.driver;
    }

    private record Info(String driver, List<List<String>> driverStatus) {}

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

    private Optional<LocalImage> find(String name, Platform platform) throws IOException {
        String path = "/images/" + name + "/json";
        Optional<byte[]> image = platform != null && version.inspectsPlatform()
                ? send("GET", version.platformApi() + path + "?platform=" + encode(Json.write(platform)))
                : get(path);
        if (image.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(LocalImage.of(image.get())).filter(found -> platform == null || found.isFor(platform));
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
        Map<String, String> headers =
                credentials == null ? Map.of() : Map.of("X-Registry-Auth", auth(reference.registry(), credentials));
        var stream = new PullStream(progress, pulls);
        LocalImage image;
        try {
            try (EngineHttp.Answer answer = http.send("POST", version.api() + path, headers, stallTimeout, pulls)) {
                refuseUnlessOk(answer);
                stream.read(answer.body());
            }
            image = find(reference.engineName(), null)
                    .filter(stream::confirms)
                    .orElseThrow(() -> EngineFailures.brokenOff(reference, this));
            if (platform != null) {
                image = find(reference.engineName(), platform).orElseThrow(otherPlatform(reference, platform, image));
            }
        } catch (IOException | RefusedException e) {
            throw EngineFailures.notPulled(e, reference, credentials == null, this);
        }
        tag(reference);
        return image.pulledAs(reference.name(), stream.digest());
    }

    private Supplier<PullException> otherPlatform(ImageReference reference, Platform platform, LocalImage image) {
        return () -> EngineFailures.otherPlatform(reference, platform, image, this);
    }

    /**
     * What the registry asks of who pulls. The containerd store does not look at credentials for another address, and
     * no engine at those in the other base64.
     */
    private static String auth(String registry, RegistryCredentials credentials) {
        String fields = Json.write(Map.of(
                "username", credentials.username(),
                "password", credentials.password().reveal(),
                "serveraddress", registry));
        return Base64.getUrlEncoder().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Gives an image the tag of the reference, where that has a digest beside it: engines find an image by its digest
     * alone then, and leave the tag to whoever had it.
     */
    public void tag(ImageReference reference) {
        if (!reference.hasTagAndDigest()) {
            return;
        }
        try {
            if (isTagged(reference)) {
                return;
            }
            String path = "/images/" + reference.engineName() + "/tag?repo=" + encode(reference.name()) + "&tag="
                    + encode(reference.tag());
            if (send("POST", version.api() + path).isEmpty()) {
                throw new RefusedException(HttpURLConnection.HTTP_NOT_FOUND, "it has no such image");
            }
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "tag " + reference, this);
        }
    }

    /** Returns whether the tag of a reference names the image that its digest names. */
    private boolean isTagged(ImageReference reference) throws IOException {
        Optional<String> tagged =
                find(reference.withoutDigest().engineName(), null).map(LocalImage::id);
        return tagged.isPresent()
                && tagged.equals(find(reference.engineName(), null).map(LocalImage::id));
    }

    /**
     * Removes an image as {@code docker rmi} does. Where the reference has a digest and a tag, both names are removed.
     *
     * @param force also one that a stopped container uses
     * @param noPrune keep untagged parents
     * @return what was done; empty when the engine does not have the image
     * @throws ExplainedException when a container uses it
     */
    public Optional<Removal> remove(ImageReference reference, boolean force, boolean noPrune) {
        String options = "?force=" + force + "&noprune=" + noPrune;
        try {
            Optional<Removal> untagged = reference.hasTagAndDigest() && isTagged(reference)
                    ? delete(reference.withoutDigest(), options)
                    : Optional.empty();
            Optional<Removal> removed = delete(reference, options);
            return Stream.of(untagged, removed).flatMap(Optional::stream).reduce(Removal::and);
        } catch (IOException | RuntimeException e) {
            throw e instanceof RefusedException refused && refused.status() == HttpURLConnection.HTTP_CONFLICT
                    ? EngineFailures.inUse(refused, reference, containersOf(reference), this)
                    : EngineFailures.refused(e, "remove " + reference, this);
        }
    }

    private Optional<Removal> delete(ImageReference reference, String options) throws IOException {
        Optional<byte[]> removal = send("DELETE", version.api() + "/images/" + reference.engineName() + options);
        return removal.isEmpty() ? Optional.empty() : Optional.of(Removal.of(removal.get()));
    }

    private List<String> containersOf(ImageReference reference) {
        String filters = Json.write(Map.of("ancestor", List.of(reference.engineName())));
        try {
            Optional<byte[]> containers = get("/containers/json?all=true&filters=" + encode(filters));
            return containers.isEmpty()
                    ? List.of()
                    : Arrays.stream(Json.readCapitalized(containers.get(), Container[].class))
                            .map(ContainerEngine::name)
                            .toList();
        } catch (IOException | RuntimeException e) {
            // The engine says anyway that a container uses the image.
            return List.of();
        }
    }

    private record Container(String id, List<String> names, String status) {}

    private static String name(Container container) {
        String id = container.id.substring(0, 12);
        String name = container.names == null || container.names.isEmpty() ? id : container.names.get(0);
        return "'" + name.replaceFirst("^/", "") + "' (" + id + ", " + container.status + ")";
    }

    private Optional<byte[]> get(String path) throws IOException {
        return send("GET", version.api() + path);
    }

    /**
     * Sends a request and reads its answer.
     *
     * @return the answer; empty for 404
     * @throws RefusedException for any other status that is not a success
     */
    private Optional<byte[]> send(String method, String path) throws IOException {
        try (EngineHttp.Answer answer = http.send(method, path, Map.of(), stallTimeout)) {
            if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                answer.body().readAllBytes();
                return Optional.empty();
            }
            return Optional.of(body(answer));
        }
    }

    private static byte[] body(EngineHttp.Answer answer) throws IOException {
        refuseUnlessOk(answer);
        return answer.body().readAllBytes();
    }

    private static void refuseUnlessOk(EngineHttp.Answer answer) throws IOException {
        if (answer.status() / 100 != 2) {
            throw RefusedException.of(answer.status(), answer.body().readAllBytes());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Returns the engine's product, version and address, as messages name it. */
    @Override
    public String toString() {
        return version + " at " + address.uri();
    }

    /** Ends all requests, those too whose answers have not come. */
    @Override
    public void close() {
        http.close();
    }
}
