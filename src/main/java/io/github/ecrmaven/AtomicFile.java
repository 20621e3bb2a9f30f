package io.github.ecrmaven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Files of which nobody ever sees a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a text in the place of what the file was; folders that do not exist are made. */
    public static void write(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        Files.createDirectories(target.getParent());
        try {
            Files.writeString(part, text);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
