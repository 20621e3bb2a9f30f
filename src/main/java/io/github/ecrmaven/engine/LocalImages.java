package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.OutsideText;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds, tags, untags and removes the images of an engine. An engine deletes an image with its last tag; an image whose
 * tag is moved to another image stays without a tag, and is found by its ID.
 */
public final class LocalImages {
    private static final int MAX_TRIES = 3;

    private final EngineApi api;
    private final Object engine;

    /**
     * Creates the view of an engine's images.
     *
     * @param engine the engine's name in messages
     */
    LocalImages(EngineApi api, Object engine) {
        this.api = api;
        this.engine = engine;
    }

    /**
     * Returns the IDs of the images that have a tag or digest in the repository of a name, or none at all. The others
     * are not requested: Docker's containerd store computes the size of each listed image, which takes about 100 ms for
     * 24 images.
     *
     * @param names {@code repository:tag} or {@code repository@digest}
     */
    public Set<String> ids(Collection<String> names) {
        try {
            List<String> repositories =
                    names.stream().map(LocalImage::repository).distinct().toList();
            Set<String> ids = new HashSet<>();
            list("dangling", List.of("true")).stream().map(Image::getId).forEach(ids::add);
            list("reference", repositories).stream().map(Image::getId).forEach(ids::add);
            return ids;
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "list the images", engine);
        }
    }

    /** Docker's containerd store cannot find an image of its list if another process deletes it at that moment. */
    private List<Image> list(String filter, Collection<String> values) {
        for (int tries = 1; ; tries++) {
            try {
                return api.images(filter, values);
            } catch (RefusedException e) {
                if (!e.isNotFound() || tries == MAX_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Finds an image by any of its names, or by its ID. */
    public Optional<LocalImage> find(String name) {
        try {
            return api.inspect(name).map(LocalImage::of);
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "look for " + name, engine);
        }
    }

    /**
     * Tags an image. If another image has the tag, the tag is moved.
     *
     * @param image its ID, or any of its names
     * @param tag {@code repository:tag}
     * @return whether the engine has the image
     */
    public boolean tag(String image, String tag) {
        try {
            return api.tag(image, LocalImage.repository(tag), tag.substring(tag.lastIndexOf(':') + 1));
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "tag " + tag, engine);
        }
    }

    /**
     * Removes an image as {@code docker rmi} does. If the reference has a digest, all tags in its repository are
     * removed, and then the digest: without that, Docker's overlay2 store would keep the image and its tags.
     *
     * @param force whether an image that a stopped container uses is removed too
     * @param noPrune whether untagged parent images are kept
     * @return what was done; empty if the engine does not have the image
     * @throws InUseException if a container uses the image, or another image was built from it
     */
    public Optional<Removal> remove(ImageReference reference, boolean force, boolean noPrune) {
        List<String> tags = reference.digest() == null
                ? List.of()
                : find(reference.engineName())
                        .map(image -> image.tagsIn(reference.name()))
                        .orElse(List.of());
        return Stream.concat(tags.stream(), Stream.of(reference.engineName()))
                .flatMap(name -> remove(name, reference.toString(), force, noPrune).stream())
                .reduce(Removal::and);
    }

    /**
     * Removes a name of an image, and the image if that was its last name.
     *
     * @param name the name, or the ID of an image that has at most one name
     * @param displayName the image's name in messages
     * @param force whether an image that a stopped container uses is removed too
     * @param noPrune whether untagged parent images are kept
     * @return what was done; empty if the engine has no image of this name
     * @throws InUseException if a container uses the image, or another image was built from it, and it has no other
     *     name
     */
    public Optional<Removal> remove(String name, String displayName, boolean force, boolean noPrune) {
        try {
            return api.remove(name, force, noPrune).map(Removal::of);
        } catch (RuntimeException e) {
            throw e instanceof RefusedException refused && refused.status() == HttpURLConnection.HTTP_CONFLICT
                    ? EngineFailures.inUse(refused, displayName, containersOf(name), engine)
                    : EngineFailures.refused(e, "remove " + displayName, engine);
        }
    }

    /**
     * Removes a tag of an image if the image stays, which it does if it has another tag: engines delete an image with
     * its last tag, Docker even if it still has a digest.
     *
     * @return whether the engine does not have the tag any more; if not, nothing was changed
     */
    public boolean untag(String tag) {
        try {
            Optional<LocalImage> image = api.inspect(tag).map(LocalImage::of);
            if (image.isPresent() && !image.get().staysWithout(LocalImage.repository(tag))) {
                return false;
            }
            if (image.isPresent()) {
                api.remove(tag, false, false);
            }
            return true;
        } catch (RuntimeException e) {
            throw EngineFailures.refused(e, "untag " + tag, engine);
        }
    }

    /** Returns the failure to tag an image that the engine does not have any more. */
    public ExplainedException gone(ImageReference reference, String tag) {
        return ExplainedException.environment(
                "cannot tag " + tag + ": " + engine + " does not have " + reference
                        + " any more. Is another process removing images?",
                null);
    }

    private List<String> containersOf(String image) {
        try {
            // Podman finds no containers by an ID with its prefix.
            return api.containers(image.replaceFirst("^sha256:", "")).stream()
                    .map(LocalImages::describe)
                    .toList();
        } catch (RuntimeException e) {
            // The message says only that a container uses the image.
            return List.of();
        }
    }

    private static String describe(Container container) {
        String id = container.getId().substring(0, 12);
        String[] names = container.getNames();
        String name = names == null || names.length == 0 ? id : names[0];
        return OutsideText.line("'" + name.replaceFirst("^/", "") + "' (" + id + ", " + container.getStatus() + ")");
    }
}
