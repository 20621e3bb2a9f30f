package io.github.ecrmaven.testing;

import io.github.ecrmaven.image.Environment;
import java.util.HashMap;
import java.util.Map;

/** Environments for tests. */
public final class Environments {
    private Environments() {}

    /** Returns the environment of the current JVM. System properties are read at the time of each lookup. */
    public static Environment ofJvm() {
        return new Environment(System.getenv(), Environments::property);
    }

    /** Returns an environment with these variables and system properties, on Linux unless they set another system. */
    public static Environment of(Map<String, String> variables, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of("os.name", "Linux", "user.home", "/home/java"));
        all.putAll(properties);
        return new Environment(variables, all::get);
    }

    /** Reads a system property under the lock of ConfigFileLocation, which changes some properties temporarily. */
    private static String property(String name) {
        synchronized (Runtime.getRuntime()) {
            return System.getProperty(name);
        }
    }
}
