package io.github.ecrmaven.mojo;

import java.util.List;

/** The loggers of libraries that print tokens and signatures under {@code mvn -X}. */
final class SecretLoggers {
    private static final List<String> NAMES =
            List.of("org.apache.hc", "software.amazon.awssdk", "com.github.dockerjava");

    private SecretLoggers() {}

    /**
     * Keeps them quiet. Maven's logger reads these properties when a library asks for its logger first, so this comes
     * before any use of the libraries. A level that the user chose stays.
     *
     * @param mavenVersion of the running Maven: from 4 on, its logger has properties of its own
     */
    static void silence(String mavenVersion) {
        String prefix = mavenVersion.startsWith("3.") ? "org.slf4j.simpleLogger.log." : "maven.logger.log.";
        NAMES.forEach(name -> System.getProperties().putIfAbsent(prefix + name, "off"));
    }
}
