package io.github.ecrmaven;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What pulls did to one name in an engine.
 *
 * @param engine where it listens
 * @param name the name: {@code repository:tag} or {@code repository@digest}
 * @param before the id of the image that it named before the first of them; null where it named none
 * @param brought the ids of the images that they gave the name to, the last of them last
 * @param there the ids of those images that the engine had before; of all its images as long as a pull goes on
 * @param going whether a pull goes on, or was ended before it could say so
 */
record NameChange(String engine, String name, String before, List<String> brought, Set<String> there, boolean going) {
    /**
     * A pull that begins. It continues what an earlier one did, if the name still names what that left.
     *
     * @param earlier what earlier pulls did to the name; empty where nothing is known
     * @param now the id of the image that it names; null where it names none
     * @param images the ids of all images that the engine has and that no pull brought
     */
    static NameChange begin(String engine, String name, Optional<NameChange> earlier, String now, Set<String> images) {
        if (earlier.isEmpty()) {
            return new NameChange(engine, name, now, List.of(), images, true);
        }
        NameChange known = earlier.get();
        Set<String> there = new HashSet<>(known.going ? Set.of() : known.there);
        there.addAll(images);
        return known.holds(now)
                ? new NameChange(engine, name, known.before, with(known.brought, now), there, true)
                : new NameChange(engine, name, now, known.brought, there, true);
    }

    /** Returns the same when the pull has ended; {@code now} is the id of the image that the name names, or null. */
    NameChange end(String now) {
        List<String> all = now == null || now.equals(before) ? brought : with(brought, now);
        Set<String> kept = new HashSet<>(there);
        kept.retainAll(all);
        return new NameChange(engine, name, before, all, kept, false);
    }

    private static List<String> with(List<String> ids, String last) {
        List<String> all = new ArrayList<>(ids);
        all.remove(last);
        all.add(last);
        return all;
    }

    /**
     * Returns whether the name still is as a pull left it: it names {@code now}, an id or null, which it did not
     * before.
     */
    boolean holds(String now) {
        return now != null
                && !now.equals(before)
                && (going || (!brought.isEmpty() && now.equals(brought.get(brought.size() - 1))));
    }

    /** Returns whether there is nothing to set back. */
    boolean isNone() {
        return !going && brought.isEmpty();
    }
}
