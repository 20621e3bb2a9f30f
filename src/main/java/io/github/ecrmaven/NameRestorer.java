package io.github.ecrmaven;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.ImageNames;
import io.github.ecrmaven.engine.InUseException;
import io.github.ecrmaven.engine.NamedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sets names back to what they named before pulls, and deletes the images that the pulls brought. */
final class NameRestorer {
    private final ImageNames names;
    private final String engine;
    private final String engineText;
    private final SharedImages shared;
    private final PulledNames pulled;
    private final RemoveOptions options;
    private final Consumer<String> log;
    private final Consumer<String> warnings;

    NameRestorer(
            ContainerEngine engine,
            SharedImages shared,
            PulledNames pulled,
            RemoveOptions options,
            Consumer<String> log,
            Consumer<String> warnings) {
        this.names = engine.names();
        this.engine = engine.address();
        this.engineText = engine.toString();
        this.shared = shared;
        this.pulled = pulled;
        this.options = options;
        this.log = log;
        this.warnings = warnings;
    }

    /**
     * Sets a name back, unless another module of this build needs it.
     *
     * @return whether none needs it
     * @throws InUseException when a container uses an image that should go; a later run may try again
     */
    boolean restore(String name) {
        boolean done = pulled.release(engine, name, records -> {
            List<NameChange> changes = new ArrayList<>(records.stream()
                    .flatMap(record -> record.find(engine, name).stream())
                    .toList());
            if (changes.isEmpty()) {
                leave(name);
                return;
            }
            try {
                restore(name, changes);
            } finally {
                shared.forget(engineText);
            }
            records.forEach(record -> record.forget(engine, name));
        });
        if (!done) {
            log.accept(name + " is left: another module of this build needs it");
        }
        return done;
    }

    private void leave(String name) {
        if (names.find(name).isEmpty()) {
            if (!isDigest(name)) {
                log.accept(name + " is not present; nothing to remove");
            }
        } else {
            log.accept(name + " is left: "
                    + (pulled.isKnown(engine, name)
                            ? "it was there before"
                            : pulled.record().silence()));
        }
    }

    /** Modules may have pulled one after the other: what the last of them did is set back first. */
    private void restore(String name, List<NameChange> changes) {
        List<NameChange> left = new ArrayList<>(changes);
        Optional<NamedImage> named = names.find(name);
        Optional<NameChange> last = lastOf(left, named);
        if (last.isEmpty()) {
            sayWhatItNames(name, named, changes);
        }
        while (last.isPresent()) {
            left.remove(last.get());
            restore(last.get(), named.orElseThrow());
            named = names.find(name);
            last = lastOf(left, named);
        }
        changes.forEach(this::deleteBrought);
    }

    private static Optional<NameChange> lastOf(List<NameChange> changes, Optional<NamedImage> named) {
        String now = named.map(NamedImage::id).orElse(null);
        return changes.stream().filter(change -> change.holds(now)).findFirst();
    }

    private void sayWhatItNames(String name, Optional<NamedImage> named, List<NameChange> changes) {
        if (named.isEmpty()) {
            if (!isDigest(name)) {
                log.accept(name + " is not present; nothing to remove");
            }
        } else if (changes.stream().anyMatch(change -> named.get().id().equals(change.before()))) {
            log.accept(name + " is left: it was there before");
        } else {
            log.accept(name + " is left: it names " + named.get().id() + " by now, which ecr:pull did not bring");
        }
    }

    private void restore(NameChange change, NamedImage named) {
        String name = change.name();
        if (change.before() != null) {
            if (names.give(change.before(), name)) {
                log.accept(name + " names " + change.before() + " again, as it did before");
                return;
            }
            warnings.accept(name + " cannot name " + change.before()
                    + " again, as it did before ecr:pull: the engine does not have that image any more");
        }
        boolean wasThere = change.there().contains(named.id());
        if (wasThere && !isDigest(name)) {
            names.takeOff(name);
            log.accept("Untagged " + name + "; its image was there before");
        } else if (!wasThere) {
            remove(name, name);
        }
    }

    /** Deletes the images that have no name now, and came with pulls. */
    private void deleteBrought(NameChange change) {
        change.brought().stream()
                .filter(id -> !change.there().contains(id))
                .filter(id -> names.find(id)
                        .filter(image -> isNeedless(image, change.name()))
                        .isPresent())
                .forEach(id -> remove(id, id + ", which ecr:pull brought as " + change.name()));
    }

    /** It may have been pulled by its digest from another repository too. */
    private boolean isNeedless(NamedImage image, String name) {
        String own = name.substring(0, isDigest(name) ? name.indexOf('@') : name.lastIndexOf(':')) + "@";
        return image.tags().isEmpty()
                && image.digests().stream()
                        .allMatch(digest -> digest.startsWith(own) && !pulled.isNeededByAnother(engine, digest));
    }

    private void remove(String name, String called) {
        names.remove(name, called, options.force(), options.noPrune())
                .ifPresent(removal -> ImageRemover.report(name, removal, log));
    }

    /** Docker's older store takes a digest off with the last tag, so that nobody wonders where it is. */
    private static boolean isDigest(String name) {
        return name.contains("@");
    }
}
