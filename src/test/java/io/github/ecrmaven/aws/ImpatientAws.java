package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Environment;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** An AWS that is not waited for as long as in a build. */
public final class ImpatientAws {
    private ImpatientAws() {}

    /** Prepares calls that may take so long, with their retries. */
    public static Aws of(
            Function<EcrRegistry, RegistryAccess> access,
            Environment environment,
            List<SettingsProxy> proxies,
            Duration callTimeout) {
        return new Aws(access, environment, proxies, callTimeout, line -> {});
    }
}
