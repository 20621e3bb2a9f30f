package io.github.ecrmaven.mojo;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What the goals of a build share. It is of types of the JDK alone, because modules may have the classes of this plugin
 * from different class loaders.
 *
 * @param data of the session
 */
record BuildData(Map<String, Object> data) {
    private static final String PREFIX = "io.github.ecrmaven.";

    /** Returns what is shared under a name; whoever comes first makes it. */
    @SuppressWarnings("unchecked")
    <T> T get(String name, Supplier<T> maker) {
        synchronized (data) {
            return (T) data.computeIfAbsent(PREFIX + name, absent -> maker.get());
        }
    }

    /** Returns whether this is said for the first time in the build. */
    boolean isNew(String sentence) {
        synchronized (data) {
            return data.put(PREFIX + sentence, true) == null;
        }
    }
}
