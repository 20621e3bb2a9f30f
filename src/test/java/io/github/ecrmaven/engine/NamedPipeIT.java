package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Docker on Windows, over its named pipe. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(60)
class NamedPipeIT {
    @Test
    void theEngineAnswersOverItsPipe() {
        var locator = new EngineLocator(Environments.ofJvm(), warning -> {});

        try (var engine = Engines.connect(locator.locate("npipe:////./pipe/docker_engine", null, null))) {
            assertThat(engine.descriptionWithStore().product()).isEqualTo("Docker");
            assertThat(engine.descriptionWithStore().version()).isNotBlank();
        }
    }
}
