package io.github.ecrmaven.image;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mirrors of a build.
 *
 * @param all at most one for each upstream registry
 */
public record Mirrors(List<Mirror> all) {
    /** No mirror. */
    public static final Mirrors NONE = new Mirrors(List.of());

    /**
     * Copies the list.
     *
     * @throws ExplainedException if two are for the same registry, or one is for the registry of another
     */
    public Mirrors {
        all = List.copyOf(all);
        Set<String> upstreams = new HashSet<>();
        for (Mirror mirror : all) {
            if (!upstreams.add(mirror.upstream())) {
                throw ExplainedException.configuration(
                        "two entries of <mirrors> are for '" + mirror.upstream() + "': keep one of them");
            }
        }
        for (Mirror mirror : all) {
            for (Mirror next : all) {
                if (mirror.isIn(next.upstream())) {
                    throw ExplainedException.configuration(
                            "bad mirror '" + mirror + "': its registry has a mirror itself, '"
                                    + next + "', but an image is pulled by one mirror only. Write '" + mirror.by(next)
                                    + "', or leave out one of the two");
                }
            }
        }
    }

    /** Returns whether there is a mirror for an image, as users write it; not for what is no name of an image. */
    public boolean has(String image) {
        try {
            return find(ImageReference.parse(image)).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Mirror> find(ImageReference image) {
        return all.stream().filter(mirror -> mirror.isFor(image)).findFirst();
    }

    /**
     * Returns the name in ECR of an image that is written by its own name; empty if its registry has no mirror, and so
     * may be one of ECR.
     *
     * @throws IllegalArgumentException if ECR takes no repository of this name, or the image is one of Docker Hub and
     *     there is no mirror; the message is the reason
     */
    public Optional<ImageReference> inEcr(ImageReference image) {
        Optional<Mirror> mirror = find(image);
        if (mirror.isEmpty() && image.registry().equals(ImageReference.DOCKER_HUB)) {
            throw new IllegalArgumentException("it names no registry, and so is one of Docker Hub: begin with"
                    + " ACCOUNT.dkr.ecr.REGION.amazonaws.com/. " + EcrRegistry.mirrorHint(image.registry()));
        }
        return mirror.map(found -> found.inEcr(image));
    }
}
