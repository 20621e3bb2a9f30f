package io.github.ecrmaven.engine;

import static io.github.ecrmaven.engine.EngineRequests.encode;

import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that the images of an engine have: tells, gives and takes them. An image that loses its last name is gone;
 * one whose name is given to another stays without, and is found by its id.
 */
public final class ImageNames {
    private final EngineRequests requests;
    private final Object engine;

    /**
     * Takes the names of an engine.
     *
     * @param requests to the engine
     * @param engine as messages name it
     */
    ImageNames(EngineRequests requests, Object engine) {
        this.requests = requests;
        this.engine = engine;
    }

    /**
     * Returns the ids of the images that have a name in some repositories, or none at all. The others are not listed:
     * for each, the containerd store adds up what it takes, a hundred milliseconds for two dozen of them.
     */
    public Set<String> ids(Collection<String> repositories) {
        try {
            Set<String> ids = new HashSet<>(list(Map.of("dangling", List.of("true"))));
            ids.addAll(list(Map.of("reference", repositories)));
            return ids;
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "list the images", engine);
        }
    }

    private List<String> list(Map<String, Collection<String>> filters) throws IOException {
        Optional<byte[]> images = requests.get("/images/json?filters=" + encode(Json.write(filters)));
        List<String> ids = new ArrayList<>();
        for (Json image : images.isEmpty() ? List.<Json>of() : Json.readAll(images.get())) {
            ids.add(image.text("Id"));
        }
        return ids;
    }

    /** Looks for an image by any of its names, or by its id. */
    public Optional<NamedImage> find(String name) {
        try {
            return inspect(name);
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + name, engine);
        }
    }

    private Optional<NamedImage> inspect(String name) throws IOException {
        Optional<byte[]> image = requests.get("/images/" + name + "/json");
        return image.isEmpty() ? Optional.empty() : Optional.of(NamedImage.of(image.get()));
    }

    /**
     * Gives an image a name, which another image may have had.
     *
     * @param image its id, or any of its names
     * @param name {@code repository:tag}
     * @return whether the engine has the image
     */
    public boolean give(String image, String name) {
        try {
            return isGiven(image, name);
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "tag " + name, engine);
        }
    }

    private boolean isGiven(String image, String name) throws IOException {
        String path = "/images/" + image + "/tag?repo=" + encode(repository(name)) + "&tag=" + encode(tag(name));
        return requests.send("POST", path).isPresent();
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
            String name = reference.withoutDigest().engineName();
            if (inspect(reference.engineName())
                    .filter(image -> image.tags().contains(name))
                    .isPresent()) {
                return;
            }
            if (!isGiven(reference.engineName(), name)) {
                throw new RefusedException(HttpURLConnection.HTTP_NOT_FOUND, "it has no such image");
            }
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "tag " + reference, engine);
        }
    }

    /**
     * Removes an image as {@code docker rmi} does. One with a digest loses all tags in its repository, and then the
     * digest: some engines would do so anyway, others keep the image as long as it has a tag.
     *
     * @param force also one that a stopped container uses
     * @param noPrune keep untagged parents
     * @return what was done; empty when the engine does not have the image
     * @throws InUseException when a container uses it
     */
    public Optional<Removal> remove(ImageReference reference, boolean force, boolean noPrune) {
        Optional<Removal> done = Optional.empty();
        if (reference.digest() != null) {
            List<String> tags = find(reference.engineName())
                    .map(image -> image.tagsIn(reference.name()))
                    .orElse(List.of());
            for (String tag : tags) {
                done = and(done, remove(tag, reference.toString(), force, noPrune));
            }
        }
        return and(done, remove(reference.engineName(), reference.toString(), force, noPrune));
    }

    private static Optional<Removal> and(Optional<Removal> one, Optional<Removal> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get().and(other.get())) : one.or(() -> other);
    }

    /**
     * Takes a name off an image, which is gone if that was its last.
     *
     * @param name the name, or the id of an image that has at most one
     * @param called what messages call it
     * @param force also where a stopped container uses the image
     * @param noPrune keep untagged parents
     * @return what was done; empty when the engine has nothing of this name
     * @throws InUseException when a container uses the image, and it has no other name
     */
    public Optional<Removal> remove(String name, String called, boolean force, boolean noPrune) {
        try {
            Optional<byte[]> removal =
                    requests.send("DELETE", "/images/" + name + "?force=" + force + "&noprune=" + noPrune);
            return removal.isEmpty() ? Optional.empty() : Optional.of(Removal.of(removal.get()));
        } catch (IOException | RuntimeException e) {
            throw e instanceof RefusedException refused && refused.status() == HttpURLConnection.HTTP_CONFLICT
                    ? EngineFailures.inUse(refused, called, containersOf(name), engine)
                    : EngineFailures.refused(e, "remove " + called, engine);
        }
    }

    /**
     * Takes a tag off an image that stays, which engines do where it has another: they delete an image with its last
     * tag, Docker even where it has a digest besides.
     *
     * @return whether the tag is off; if not, the image and its names are as they were
     */
    public boolean takeOff(String tag) {
        try {
            Optional<NamedImage> image = inspect(tag);
            if (image.isPresent() && !image.get().keepsTheOthersWithout(repository(tag))) {
                return false;
            }
            if (image.isPresent()) {
                requests.send("DELETE", "/images/" + tag);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            throw EngineFailures.refused(e, "take the name " + tag + " off its image", engine);
        }
    }

    private List<String> containersOf(String image) {
        // Podman finds them by an id without its beginning alone.
        String filters = Json.write(Map.of("ancestor", List.of(image.replaceFirst("^sha256:", ""))));
        try {
            Optional<byte[]> containers = requests.get("/containers/json?all=true&filters=" + encode(filters));
            List<String> names = new ArrayList<>();
            for (Json container : containers.isEmpty() ? List.<Json>of() : Json.readAll(containers.get())) {
                names.add(name(container));
            }
            return names;
        } catch (IOException | RuntimeException e) {
            // The engine says anyway that a container uses the image.
            return List.of();
        }
    }

    private static String name(Json container) throws IOException {
        String id = container.text("Id").substring(0, 12);
        List<String> names = container.texts("Names");
        String name = names.isEmpty() ? id : names.get(0);
        return OutsideText.line("'" + name.replaceFirst("^/", "") + "' (" + id + ", " + container.text("Status") + ")");
    }

    private static String repository(String name) {
        return name.substring(0, name.lastIndexOf(':'));
    }

    private static String tag(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
