package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.OutsideText;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that the images of an engine have: tells, gives and takes them. An image that loses its last name is gone;
 * one whose name is given to another stays without, and is found by its id.
 */
public final class ImageNames {
    private final EngineApi api;
    private final Object engine;

    /**
     * Takes the names of an engine.
     *
     * @param engine as messages name it
     */
    ImageNames(EngineApi api, Object engine) {
        this.api = api;
        this.engine = engine;
    }

    /**
     * Returns the ids of the images that have a name in some repositories, or none at all. The others are not listed:
     * for each, the containerd store adds up what it takes, a hundred milliseconds for two dozen of them.
     */
    public Set<String> ids(Collection<String> repositories) {
        try {
            Set<String> ids = new HashSet<>();
            api.images("dangling", List.of("true")).stream().map(Image::getId).forEach(ids::add);
            api.images("reference", repositories).stream().map(Image::getId).forEach(ids::add);
            return ids;
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "list the images", engine);
        }
    }

    /** Looks for an image by any of its names, or by its id. */
    public Optional<LocalImage> find(String name) {
        try {
            return api.inspect(name).map(LocalImage::of);
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + name, engine);
        }
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
            return api.tag(image, repository(name), tag(name));
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "tag " + name, engine);
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
            return api.remove(name, force, noPrune).map(Removal::of);
        } catch (RuntimeException e) {
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
            Optional<LocalImage> image = api.inspect(tag).map(LocalImage::of);
            if (image.isPresent() && !image.get().keepsTheOthersWithout(repository(tag))) {
                return false;
            }
            if (image.isPresent()) {
                api.remove(tag, false, false);
            }
            return true;
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "take the name " + tag + " off its image", engine);
        }
    }

    private List<String> containersOf(String image) {
        try {
            // Podman finds them by an id without its beginning alone.
            return api.containers(image.replaceFirst("^sha256:", "")).stream()
                    .map(ImageNames::name)
                    .toList();
        } catch (RuntimeException e) {
            // The engine says anyway that a container uses the image.
            return List.of();
        }
    }

    private static String name(Container container) {
        String id = container.getId().substring(0, 12);
        String[] names = container.getNames();
        String name = names == null || names.length == 0 ? id : names[0];
        return OutsideText.line("'" + name.replaceFirst("^/", "") + "' (" + id + ", " + container.getStatus() + ")");
    }

    private static String repository(String name) {
        return name.substring(0, name.lastIndexOf(':'));
    }

    private static String tag(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
