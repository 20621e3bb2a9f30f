package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Which loggers are made anew; what they then print is for whole builds to show. */
class SecretLoggersTest {
    /** As Maven 4's; Maven 3's inherits the field. */
    private static class Factory implements ILoggerFactory {
        @SuppressWarnings("unused")
        private final ConcurrentMap<String, Logger> loggerMap = new ConcurrentHashMap<>();

        @Override
        public Logger getLogger(String name) {
            return loggerMap.computeIfAbsent(name, absent -> NOPLogger.NOP_LOGGER);
        }
    }

    private static final class Subclass extends Factory {}

    @Test
    void forgetsTheLoggersThatPrintSecrets() {
        for (var factory : new Factory[] {new Factory(), new Subclass()}) {
            factory.getLogger("org.apache.hc.client5.http.wire");
            factory.getLogger("software.amazon.awssdk.request");
            factory.getLogger("com.github.dockerjava.core");
            factory.getLogger("org.apache.maven");

            SecretLoggers.forget(factory);

            assertThat(factory.loggerMap).containsOnlyKeys("org.apache.maven");
        }
    }

    @Test
    void leavesLoggersAloneThatAreNotMavens() {
        SecretLoggers.forget(name -> NOPLogger.NOP_LOGGER);
    }
}
