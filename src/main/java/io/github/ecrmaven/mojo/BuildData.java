package io.github.ecrmaven.mojo;

import java.util.Map;
import java.util.function.Supplier;

/**
 * The data that the goals of a build share, of types of the JDK only, as modules may have different class loaders.
 *
 * @param data the data of Maven's session
 */
record BuildData(Map<String, Object> data) {
    private static final String PREFIX = "io.github.ecrmaven.";

    /** Returns the value with a name, which the first caller creates. */
    @SuppressWarnings("unchecked")
    <T> T get(String name, Supplier<T> maker) {
        synchronized (data) {
            return (T) data.computeIfAbsent(PREFIX + name, absent -> maker.get());
        }
    }

    /** Returns whether this is the first call with this text in the build. */
    boolean isNew(String text) {
        synchronized (data) {
            return data.put(PREFIX + text, true) == null;
        }
    }
}
