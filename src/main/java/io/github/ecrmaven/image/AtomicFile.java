package io.github.ecrmaven.image;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/** Writes files atomically: a reader sees the old content or the new, never a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a file and creates its directories. A file that is replaced keeps its permissions.
     *
     * @throws FileSystemException if the file is a symbolic link: it is not followed, so that no other file is replaced
     */
    public static void write(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        if (Files.isSymbolicLink(target)) {
            throw new FileSystemException(
                    target.toString(),
                    null,
                    "it is a symbolic link to " + Files.readSymbolicLink(target) + ", which is not followed");
        }
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        Files.createDirectories(target.getParent());
        try {
            Files.writeString(part, text);
            copyPermissions(target, part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (posix != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, posix.readAttributes().permissions());
        }
    }
}
