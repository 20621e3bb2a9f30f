package io.github.ecrmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests use a file in place of a named pipe, because Java opens both in the same way. */
class NamedPipeTest {
    @TempDir
    private Path folder;

    @Test
    void readsFromThePipe() throws IOException {
        Path pipe = Files.writeString(folder.resolve("pipe"), "HTTP/1.1 200 OK");

        try (Socket socket = NamedPipe.open(pipe, Duration.ZERO)) {
            assertThat(socket.getInputStream().readNBytes(8)).isEqualTo("HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void writesToThePipe() throws IOException {
        Path pipe = Files.createFile(folder.resolve("pipe"));

        try (Socket socket = NamedPipe.open(pipe, Duration.ZERO)) {
            socket.getOutputStream().write("GET /version".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(pipe).hasContent("GET /version");
    }

    @Test
    void anAbsentPipeFailsAtOnce() {
        assertThatThrownBy(() -> NamedPipe.open(folder.resolve("none"), Duration.ofMinutes(1)))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aPipeThatStaysBusyFailsAfterTheTimeout() {
        long start = System.nanoTime();

        // Java throws the same exception for a directory as for a busy pipe.
        assertThatThrownBy(() -> NamedPipe.open(folder, Duration.ofMillis(200)))
                .isExactlyInstanceOf(FileSystemException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void aClosedPipeCannotBeWritten() throws IOException {
        Path pipe = Files.createFile(folder.resolve("pipe"));
        Socket socket = NamedPipe.open(pipe, Duration.ZERO);

        socket.close();

        assertThatThrownBy(() -> socket.getOutputStream().write(1)).isInstanceOf(IOException.class);
    }
}
