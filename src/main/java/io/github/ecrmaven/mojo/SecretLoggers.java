package io.github.ecrmaven.mojo;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

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
        forget(LoggerFactory.getILoggerFactory());
    }

    /**
     * Lets Maven make new loggers, which read the properties. Without this, libraries would get the loggers that were
     * made for another plugin with the same libraries, and those print. What that plugin has, it keeps.
     */
    static void forget(ILoggerFactory factory) {
        Stream.<Class<?>>iterate(factory.getClass(), type -> type != null, Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> field.getName().equals("loggerMap"))
                .forEach(field -> forget(factory, field));
    }

    private static void forget(ILoggerFactory factory, Field loggers) {
        try {
            loggers.setAccessible(true);
            if (loggers.get(factory) instanceof Map<?, ?> map) {
                map.keySet().removeIf(logger -> NAMES.stream().anyMatch(String.valueOf(logger)::startsWith));
            }
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            // This is no logger of Maven's.
        }
    }
}
