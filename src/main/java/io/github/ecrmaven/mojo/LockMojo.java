package io.github.ecrmaven.mojo;

import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.lock.ImageLocker;
import io.github.ecrmaven.lock.LockChanges;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
    void run(List<AbstractEcrMojo> goals) {
        if (offline()) {
            throw ExplainedException.configuration(
                    "Maven is offline, but only registries know the digests of tags: run ecr:lock without -o");
        }
        Map<Path, List<LockMojo>> byFile = goals.stream()
                .map(LockMojo.class::cast)
                // A damaged file is said before anything is asked.
                .collect(Collectors.groupingBy(goal -> goal.lock().path(), LinkedHashMap::new, Collectors.toList()));
        try (SharedAws aws = sharedAws(getLog()::info, getLog()::warn)) {
            byFile.values().forEach(sharing -> {
                List<ImageReference> locked = sharing.stream()
                        .flatMap(goal -> goal.locked(aws).stream())
                        .distinct()
                        .toList();
                LockChanges changes = sharing.get(0).updateLock(locked);
                changes.lines().forEach(getLog()::info);
                getLog().info(changes.summary(locked.size()));
            });
        }
    }

    private List<ImageReference> locked(SharedAws aws) {
        Registries registries = registries();
        List<ImageToPull> images = images(image -> toPull(image, registries, UnaryOperator.identity()));
        SharedAws.Session session = aws.with(registries);
        var digests = new ManifestDigests(session.aws(), getLog()::info);
        return new ImageLocker(session.tokens(), digests, getLog()::info).lock(images);
    }

    /** A lock file is for all who build, whether they test or not. */
    @Override
    boolean isForTests() {
        return false;
    }
}
