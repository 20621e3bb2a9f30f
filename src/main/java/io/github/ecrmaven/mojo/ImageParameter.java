package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An {@code <image>} as users write it: a reference, with settings of its own. */
public final class ImageParameter {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private String name;
    private String id;
    private String localTag;
    private String platform;
    private String pullPolicy;
    private String place;
    private String problem;

    /** Sets the image reference. */
    public void setName(String name) {
        this.name = name;
    }

    /** Sets the id of this image, such as {@code db}. */
    public void setId(String id) {
        this.id = id;
    }

    /** Sets the short name that this image gets in the engine, such as {@code orders-db:it}. */
    public void setLocalTag(String localTag) {
        this.localTag = localTag;
    }

    /** Sets the platform of this image, such as {@code linux/arm64}. */
    public void setPlatform(String platform) {
        this.platform = platform;
    }

    /** Sets the pull policy of this image: {@code Always}, {@code IfNotPresent} or {@code Never}. */
    public void setPullPolicy(String pullPolicy) {
        this.pullPolicy = pullPolicy;
    }

    /**
     * Sets where the image is written, for one of a compose file.
     *
     * @param problem why it is no image; null if it is one
     */
    void setPlace(String place, String problem) {
        this.place = place;
        this.problem = problem;
    }

    /**
     * Returns what is to be pulled.
     *
     * @param defaultPlatform for an image without one of its own; null for the engine's
     * @param defaultPolicy for an image without one of its own; null for the one that suits its tag
     * @param registries that images may be in
     * @param mirrors of other registries
     * @param lock gives a tag the digest that it is locked at
     * @throws IllegalArgumentException when this is not an image in ECR; the message is the reason
     */
    ImageToPull toPull(
            String defaultPlatform,
            String defaultPolicy,
            Registries registries,
            Mirrors mirrors,
            UnaryOperator<ImageReference> lock) {
        EngineNames names = names(lock, mirrors);
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
     * @param mirrors of the registries whose images are written by their own names
     * @param lock gives a tag the digest that it is locked at
     * @throws IllegalArgumentException when this is not an image reference; the message is the reason
     */
    EngineNames names(UnaryOperator<ImageReference> lock, Mirrors mirrors) {
        ImageReference name = lock.apply(reference());
        Optional<ImageReference> inEcr = mirrors.inEcr(name);
        return new EngineNames(inEcr.orElse(name), inEcr.isPresent() ? name : null, localTag());
    }

    /** Passes on its names in the engine, unless they are not known yet, as a later plugin sets a property. */
    void announce(UnaryOperator<ImageReference> lock, Mirrors mirrors, Consumer<String> names) {
        try {
            names(lock, mirrors).all().forEach(names);
        } catch (IllegalArgumentException e) {
            // Reported when its goal runs.
        }
    }

    private String checkedId() {
        if (id != null && !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id '" + id
                    + "' must consist of letters, digits, '.', '_' or '-', and begin with a letter, digit or '_'");
        }
        return id;
    }

    boolean isEmpty() {
        return name == null || name.isBlank();
    }

    boolean hasId() {
        return id != null;
    }

    /** Returns the id; null for none. */
    String id() {
        return id;
    }

    /** Returns the last part of the repository's path; empty if this is not an image reference. */
    String lastPartOfRepository() {
        String path = name == null ? "" : name.strip().replaceFirst("@.*", "");
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst(":.*", "");
    }

    /** Returns the names that a filter can match: id, reference, repository, and repository with tag. */
    Stream<String> names() {
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
     * Returns the short name; null where there is none.
     *
     * @throws IllegalArgumentException when it is not one; the message is the reason
     */
    LocalTag localTag() {
        return localTag == null ? null : LocalTag.parse(localTag);
    }

    /**
     * Returns the image.
     *
     * @throws IllegalArgumentException when this is not an image reference; the message is the reason
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
