package io.github.ecrmaven.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says in a few words why a file cannot be read: the JDK's own message is often the name of the file alone. */
public final class ReadFailure {
    private ReadFailure() {}

    /** Returns the reason without the file's name: {@code permission denied}. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        String reason = failure instanceof FileSystemException inFile ? inFile.getReason() : SafeMessage.of(failure);
        return reason == null ? failure.getClass().getSimpleName() : decapitalized(reason);
    }

    private static String decapitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
