package io.github.ecrmaven.image;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Explains why a file cannot be read or written: the JDK's own message is often only the name of the file. */
public final class FileFailure {
    private FileFailure() {}

    /** Returns the reason without the name of the file: {@code permission denied}. */
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

    /** Returns the kind of the failure and its message: {@code DirectoryNotEmptyException: target/ecr}. */
    public static String details(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + SafeMessage.of(failure);
    }

    /**
     * Returns the exception for a file that cannot be written.
     *
     * @param file the file, and what it is for if that is not obvious
     * @param remedy what the user can do
     */
    public static ExplainedException notWritten(String file, String remedy, IOException failure) {
        return ExplainedException.environment(
                "cannot write " + file + ": " + details(failure) + ". " + remedy, failure);
    }

    private static String decapitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
