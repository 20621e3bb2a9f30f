package io.github.ecrmaven.pull;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.remove.TagUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Pulls for one module with an {@link ImagePuller}, as most tests do. */
public final class OneModulePuller {
    private final ImagePuller puller;
    private final AuthorizationTokens tokens;
    private final EcrImages ecr;
    private final TagUsage pulled;

    /** Creates a puller from the arguments of {@link ImagePuller} and {@link ModulePull}. */
    public OneModulePuller(
            Supplier<ContainerEngine> connect,
            AuthorizationTokens tokens,
            EcrImages ecr,
            ConcurrentMap<String, CompletableFuture<Map<String, String>>> cache,
            TagUsage pulled,
            PullOptions options,
            Display display,
            Consumer<String> log) {
        this.puller = new ImagePuller(connect, new BuildImageCache(cache), options, display, log);
        this.tokens = tokens;
        this.ecr = ecr;
        this.pulled = pulled;
    }

    /** Pulls these images. */
    public PullReport pull(List<ImageToPull> images) {
        return puller.pull(List.of(new ModulePull(":module", images, tokens, ecr, pulled)));
    }
}
