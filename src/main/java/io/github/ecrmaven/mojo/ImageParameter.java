package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An {@code <image>} as users write it: a reference, with settings of its own. Each text is null where it is not set.
 *
 * @param name the image reference
 * @param id the id of this image, such as {@code db}
 * @param localTag the short name that this image gets in the engine, such as {@code orders-db:it}
 * @param platform the platform of this image, such as {@code linux/arm64}
 * @param pullPolicy the pull policy of this image: {@code Always}, {@code IfNotPresent} or {@code Never}
 * @param place where a service of a compose file has the image
 * @param problem why the service has no image reference
 */
record ImageParameter(
        String name, String id, String localTag, String platform, String pullPolicy, String place, String problem) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    /** Returns an image without settings of its own. */
    static ImageParameter of(String name) {
        return of(Collections.singletonMap("name", name));
    }

    /** Returns an image of the POM, by the names of its elements. */
    static ImageParameter of(Map<String, String> values) {
        return new ImageParameter(
                values.get("name"),
                values.get("id"),
                values.get("localTag"),
                values.get("platform"),
                values.get("pullPolicy"),
                null,
                null);
    }

    /** Returns the same image with another id. */
    ImageParameter withId(String other) {
        return new ImageParameter(name, other, localTag, platform, pullPolicy, place, problem);
    }

    /**
     * Returns what is to be pulled.
     *
     * @param defaultPlatform the platform of an image without one of its own; null for the engine's
     * @param defaultPolicy the pull policy of an image without one of its own; null for the one that suits its tag
     * @param registries the registries that images may be in
     * @param mirrors the mirrors of other registries
     * @param lock gives a tag the digest that it is locked at
     * @throws IllegalArgumentException if this is not an image in ECR; the message is the reason
     */
    ImageToPull toPull(
            String defaultPlatform,
            String defaultPolicy,
            Registries registries,
            Mirrors mirrors,
            UnaryOperator<ImageReference> lock) {
        EngineNames names = engineNames(lock, mirrors);
        ImageReference reference = names.reference();
        String platformText = platform == null ? defaultPlatform : platform;
        String policyText = pullPolicy == null ? defaultPolicy : pullPolicy;
        return new ImageToPull(
                names,
                registries.registry(reference.registry()),
                platformText == null ? null : Platform.parse(platformText),
                policyText == null ? PullPolicy.defaultFor(reference) : PullPolicy.parse(policyText),
                checkedId());
    }

    /**
     * Returns its names in an engine.
     *
     * @param mirrors the mirrors of the registries whose images are written by their own names
     * @param lock gives a tag the digest that it is locked at
     * @throws IllegalArgumentException if this is not an image reference; the message is the reason
     */
    EngineNames engineNames(UnaryOperator<ImageReference> lock, Mirrors mirrors) {
        ImageReference written = lock.apply(reference());
        Optional<ImageReference> inEcr = mirrors.inEcr(written);
        return new EngineNames(
                inEcr.orElse(written),
                inEcr.isPresent() ? written : null,
                localTag == null ? null : LocalTag.parse(localTag));
    }

    private String checkedId() {
        if (id != null && !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id '" + id
                    + "' must consist of letters, digits, '.', '_' or '-', and begin with a letter, digit or '_'");
        }
        return id;
    }

    /** Returns the local tag with its default tag; null if there is none, or a bad one, which is reported later. */
    String fullLocalTag() {
        try {
            return localTag == null ? null : LocalTag.parse(localTag).toString();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    boolean isEmpty() {
        return name == null || name.isBlank();
    }

    /** Returns the last part of the repository's path; empty if this is not an image reference. */
    String lastPartOfRepository() {
        String path = name == null ? "" : name.strip().replaceFirst("@.*", "");
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst(":.*", "");
    }

    /** Returns the names that a filter can match: id, reference, repository, and repository with tag. */
    Stream<String> filterNames() {
        Stream<String> written =
                Stream.concat(Stream.ofNullable(id), Stream.of(toString().strip()));
        try {
            ImageReference reference = reference();
            String repository = reference.repository();
            Stream<String> tagged = Stream.ofNullable(reference.tag()).map(tag -> repository + ":" + tag);
            return Stream.of(written, Stream.of(reference.toString(), reference.name(), repository), tagged)
                    .flatMap(names -> names);
        } catch (IllegalArgumentException e) {
            return written; // A bad image is reported if it is selected.
        }
    }

    /** Returns the name for messages: the id, else the reference. */
    String displayName() {
        return id == null ? toString().strip() : id;
    }

    /** Returns whether both are the same image for the same platform. */
    boolean isSameImage(ImageParameter other) {
        return Objects.equals(name, other.name) && Objects.equals(platform, other.platform);
    }

    /**
     * Returns the image.
     *
     * @throws IllegalArgumentException if this is not an image reference; the message is the reason
     */
    ImageReference reference() {
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return ImageReference.parse(name == null ? "" : name);
    }

    /** Returns whether both have the same reference; a tag is also that of a reference which gives it a digest. */
    boolean hasReferenceOf(ImageParameter other) {
        try {
            ImageReference reference = other.reference();
            ImageReference own = reference();
            return own.equals(reference) || (reference.hasTagAndDigest() && own.equals(reference.withoutDigest()));
        } catch (IllegalArgumentException e) {
            return false; // A bad image is reported by itself.
        }
    }

    boolean isOfComposeFile() {
        return place != null;
    }

    /** Returns the reference as it is written, for messages about it; of a compose file with its place. */
    String written() {
        return "'" + this + "'" + (isOfComposeFile() ? " (" + place + ")" : "");
    }

    /** Returns the reference as it is written. */
    @Override
    public String toString() {
        return name == null ? "" : name;
    }
}
