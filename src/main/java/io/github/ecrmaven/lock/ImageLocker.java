package io.github.ecrmaven.lock;

import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.ecr.RegistryLogins;
import io.github.ecrmaven.image.DaemonThreads;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Asks registries for the current digests of tags, several in parallel, without an engine.
 *
 * @param tokens the authorization tokens of the build
 * @param digests asks a registry for a digest
 * @param log receives what is done, line by line, from any thread
 */
public record ImageLocker(AuthorizationTokens tokens, ManifestDigests digests, Consumer<String> log) {
    private static final int PARALLELISM = 8;

    /**
     * Returns each image that can be locked once, with the digest of its tag.
     *
     * @throws ExplainedException if the digest of an image is not found
     */
    public List<ImageReference> lock(List<ImageToPull> images) {
        Collection<ImageToPull> wanted = images.stream()
                .filter(LockFile::isFor)
                .collect(Collectors.toMap(
                        ImageToPull::declared, image -> image, (first, same) -> first, LinkedHashMap::new))
                .values();
        ExecutorService threads = DaemonThreads.fixed(PARALLELISM, "ecr-lock");
        try (var logins = new RegistryLogins(tokens, log)) {
            List<Future<ImageReference>> work = wanted.stream()
                    .map(image -> threads.submit(() -> lock(image, logins)))
                    .toList();
            return results(work);
        } catch (InterruptedException e) {
            throw ExplainedException.interrupted("locking images", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private ImageReference lock(ImageToPull image, RegistryLogins logins) throws InterruptedException {
        String digest = digests.digest(image.registry(), image.names(), logins.signIn(image.registry()));
        return image.declared().withDigest(digest);
    }

    private static List<ImageReference> results(List<Future<ImageReference>> work) throws InterruptedException {
        List<ImageReference> locked = new ArrayList<>();
        var failures = new Problems();
        for (Future<ImageReference> image : work) {
            try {
                locked.add(DaemonThreads.result(image));
            } catch (ExplainedException e) {
                failures.add(e);
            }
        }
        failures.throwIfAny(work.size(), "locked");
        return locked;
    }
}
