package io.github.ecrmaven.pull;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineImages;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.RegistryStandIn;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The base of tests that pull into a real engine: stand-ins for the registry and for AWS, and the log. */
abstract class PullHarness {
    static final CredentialSource KEY = new AccessKey("AKIAEXAMPLE", new Secret("wJalrXUtnFEMI"), null, "the test");

    /** Makes the names and layers of each test unique: engines share equal layers among images. */
    final long seed = System.nanoTime();

    final AwsStandIn aws = new AwsStandIn();
    final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    final ContainerEngine engine = Engines.connect(Engines.here());
    final List<String> log = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> issued = new ConcurrentHashMap<>();
    private final Set<String> ids = new HashSet<>();

    @TempDir
    Path folder;

    @BeforeEach
    void startStandIns() {
        aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
        aws.serve(registry);
    }

    @AfterEach
    void stopStandIns() {
        ids.forEach(EngineImages::delete);
        engine.close();
        registry.close();
        aws.close();
    }

    /** Returns the images of this test in the engine. */
    final Set<String> engineImages() {
        return EngineImages.lines(Long.toString(seed), ids);
    }

    /** Returns the ID of an image in the engine, and has the image deleted after the test. */
    final String id(String name) {
        String id = EngineImages.id(name).orElseThrow();
        ids.add(id);
        return id;
    }

    final EcrRegistry ecr() {
        return EcrRegistry.declared(registry.host(), "eu-west-1");
    }

    final AuthorizationTokens tokens(CredentialSource source) {
        return new AuthorizationTokens(aws(source), issued, log::add, log::add);
    }

    private AwsSession aws(CredentialSource source) {
        return SignIns.session(source, aws.endpoint());
    }

    final OneModulePuller puller(CredentialSource source, int retries, TagUsage usage) {
        return new OneModulePuller(
                () -> Engines.connect(Engines.here()),
                tokens(source),
                new EcrImages(aws(source)),
                new ConcurrentHashMap<>(),
                usage,
                new PullOptions(false, 4, retries, false, ContainerEngine.STALL_TIMEOUT, null),
                new PlainDisplay(log::add),
                log::add);
    }
}
