package io.github.ecrmaven.image;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where ECR has the images of another registry: the repositories of a <a
 * href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html">pull-through cache rule</a>.
 *
 * @param upstream the host of the other registry, such as {@code docker.io}
 * @param host the host of the registry in ECR
 * @param prefix the repository prefix of the rule; empty for the rule {@code ROOT}, which has none
 */
public record Mirror(String upstream, String host, String prefix) {
    private static final Pattern REGISTRY =
            Pattern.compile("(?<host>" + ImageReference.HOST_FORM + ")(?:/(?<prefix>" + ImageReference.PATH + "))?/?");

    /** Docker Hub's hosts: in names, in the names of earlier, and of its API, which ECR's rules have. */
    private static final Set<String> DOCKER_HUB =
            Set.of(ImageReference.DOCKER_HUB, ImageReference.OLD_DOCKER_HUB, "registry-1.docker.io");

    /**
     * Parses a mirror.
     *
     * @param upstream the host of the other registry, in capitals or not
     * @param registry the host of the registry in ECR, with {@code /PREFIX} unless the rule is {@code ROOT}
     * @throws IllegalArgumentException if one of them is not of this form; the message is the reason
     */
    public static Mirror parse(String upstream, String registry) {
        if (!ImageReference.canBeHost(upstream)) {
            throw new IllegalArgumentException(
                    "its upstream '" + upstream + "' is not the host of a registry, such as docker.io or quay.io");
        }
        Matcher matcher = REGISTRY.matcher(registry);
        if (!matcher.matches() || !registry.matches("[^/]*[.:].*|localhost(/.*)?")) {
            throw new IllegalArgumentException("its registry '" + registry + "' is not a host with the repository"
                    + " prefix of a pull-through cache rule, such as"
                    + " 123456789012.dkr.ecr.eu-west-1.amazonaws.com/docker-hub; for the prefix ROOT, the host alone");
        }
        String prefix = matcher.group("prefix");
        var mirror = new Mirror(registryAt(upstream), matcher.group("host"), prefix == null ? "" : prefix);
        if (mirror.isIn(mirror.upstream)) {
            throw new IllegalArgumentException("its registry is its upstream itself: leave it out");
        }
        return mirror;
    }

    /** Returns whether the mirror is in the registry at a host. */
    boolean isIn(String upstreamHost) {
        return upstreamHost.equals(registryAt(host));
    }

    /** Returns where the images are in the mirror of this one's registry. */
    Mirror by(Mirror next) {
        return new Mirror(upstream, next.host, next.path(prefix));
    }

    /** Returns whether an image is one of the upstream registry. */
    boolean isFor(ImageReference image) {
        return upstream.equals(registryAt(image.registry()));
    }

    private static String registryAt(String host) {
        String lowerCase = host.toLowerCase(Locale.ROOT);
        return DOCKER_HUB.contains(lowerCase) ? ImageReference.DOCKER_HUB : lowerCase;
    }

    /**
     * Returns the name in ECR of an image of the upstream registry.
     *
     * @throws IllegalArgumentException if ECR takes no repository of this name; the message is the reason
     */
    ImageReference inEcr(ImageReference image) {
        return ImageReference.parse(host + "/" + path(image.repository()) + image.suffix());
    }

    /** Returns a repository's path, or a prefix, with the prefix of the rule before it. */
    private String path(String repository) {
        return prefix.isEmpty() || repository.isEmpty() ? prefix + repository : prefix + "/" + repository;
    }

    /** Returns the mirror as users write it on the command line. */
    @Override
    public String toString() {
        return upstream + "=" + host + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
