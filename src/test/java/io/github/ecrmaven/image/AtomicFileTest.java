package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The location and the permissions of files that the plugin writes. */
@DisabledOnOs(OS.WINDOWS)
class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aNewFileHasThePermissionsOfAnyOtherNewFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");
        Path file = folder.resolve("new/file");

        AtomicFile.write(file, "text");

        assertThat(file).hasContent("text");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-r--"})
    void anExistingFileKeepsItsPermissions(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        AtomicFile.write(file, "after");

        assertThat(file).hasContent("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
    }

    /** In an untrusted repository, a link may point anywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"other", "absent", "link"})
    void aSymbolicLinkIsNotFollowed(String target) throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "of somebody else");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(target));

        assertThatThrownBy(() -> AtomicFile.write(link, "text"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(link + ": it is a symbolic link to " + target + ", which is not followed");
        assertThat(other).hasContent("of somebody else");
        assertThat(link).isSymbolicLink();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(other, link);
        }
    }
}
