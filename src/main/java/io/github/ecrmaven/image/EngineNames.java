package io.github.ecrmaven.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names that an image gets in an engine.
 *
 * @param reference its name in the registry that it is pulled from
 * @param ownName its name in the upstream registry of a mirror; null if it is pulled by no mirror
 * @param localTag its local tag, or null
 */
public record EngineNames(ImageReference reference, ImageReference ownName, LocalTag localTag) {
    /** Returns all names, in the order in which they are removed. */
    public List<String> all() {
        List<String> names = new ArrayList<>(additional());
        if (reference.tag() != null) {
            names.add(reference.taggedName());
        }
        if (reference.digest() != null) {
            names.add(reference.engineName());
        }
        return names;
    }

    /**
     * Returns the tags that it gets in addition to that of its reference. An own name without a tag is not among them:
     * an engine can be given tags only.
     */
    public List<String> additional() {
        return Stream.concat(Stream.ofNullable(localTag).map(LocalTag::toString), ownTag().stream())
                .distinct()
                .toList();
    }

    /** Returns the tag that its own name gives it. */
    public Optional<String> ownTag() {
        return Optional.ofNullable(ownName).map(ImageReference::taggedName);
    }

    /** Returns the names of the same image by its tag, which it must have. */
    public EngineNames withoutDigest() {
        return new EngineNames(reference.withoutDigest(), ownName == null ? null : ownName.withoutDigest(), localTag);
    }

    /**
     * Returns whether ECR may have its digest only after it was asked for its tag: a pull-through cache fetches no
     * image by digest.
     */
    public boolean isFetchedByTag() {
        return ownName != null && reference.hasTagAndDigest();
    }

    /** Returns the image as users name it. */
    public ImageReference declared() {
        return ownName == null ? reference : ownName;
    }

    /** Returns its name for messages; if it has a mirror, with the name there. */
    public String described() {
        return ownName == null ? reference.toString() : ownName + " (" + reference + ")";
    }
}
