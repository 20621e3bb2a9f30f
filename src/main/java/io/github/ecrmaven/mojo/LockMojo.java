package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ImageLocker;
import io.github.ecrmaven.ImageToPull;
import io.github.ecrmaven.LockChanges;
import io.github.ecrmaven.aws.Aws;
import io.github.ecrmaven.aws.ManifestDigests;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Finds out which digests the tags of all images have now, and writes them to <code>lockFile</code>, for review and
 * version control. It asks the registries, needs no container engine, and shows what changed:
 *
 * <pre>{@code
 * team/app:1.4  locked at sha256:d57c7634a1e5
 * team/db:16    sha256:c478747b5729 -> sha256:0d83a91c55ef
 * Locked 2 images in ecr.lock: 1 moved, 1 new
 * }</pre>
 *
 * <p>An image for several platforms is locked as a whole: each machine pulls its own of it. If one digest cannot be
 * found out, nothing is written. Comments in the file are lost when it is written, which it is only if something
 * changed.
 *
 * <p>Lines go whose images no module and no execution declares any more; where a build cannot know, as in one of many
 * modules that share a file, they stay.
 *
 * <p>Images that an execution declares are locked by <code>mvn ecr:lock@ID</code>, with the ID of the execution.
 *
 * @since 0.1.0
 */
@Mojo(name = "lock", threadSafe = true)
public final class LockMojo extends AbstractRegistryMojo {
    /** Made by Maven. */
    @Inject
    public LockMojo(SettingsDecrypter decrypter) {
        super(decrypter);
    }

    @Override
    void run() {
        Registries registries = registries();
        List<ImageToPull> images = images(image -> toPull(image, registries, UnaryOperator.identity()));
        if (images.isEmpty()) {
            return;
        }
        if (offline()) {
            throw ExplainedException.configuration(
                    "Maven is offline, but only registries know the digests of tags: run ecr:lock without -o");
        }
        // A damaged file is said before anything is asked.
        lock();
        try (Aws aws = aws(registries)) {
            var digests = new ManifestDigests(aws, getLog()::info);
            var locker = new ImageLocker(tokens(aws, getLog()::info, getLog()::warn), digests, getLog()::info);
            List<ImageReference> locked = locker.lock(images);
            LockChanges changes = updateLock(locked);
            changes.lines().forEach(getLog()::info);
            getLog().info(changes.summary(locked.size()));
        }
    }

    /** A lock file is for all who build, whether they test or not. */
    @Override
    boolean isForTests() {
        return false;
    }
}
