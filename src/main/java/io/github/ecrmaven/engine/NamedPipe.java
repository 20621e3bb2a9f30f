package io.github.ecrmaven.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * A named pipe of Windows. It is read and written by overlapped operations, because others would let a write wait for a
 * read; the position that they ask for means nothing to a pipe.
 */
final class NamedPipe {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private NamedPipe() {}

    /**
     * Opens a pipe, and waits while it is busy: each of its instances serves one client.
     *
     * @throws NoSuchFileException when there is no such pipe
     * @throws FileSystemException when all instances stay busy, or it may not be opened
     */
    static Socket open(Path path, Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                var channel = AsynchronousFileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                return new StreamSocket(in(channel), out(channel), channel);
            } catch (FileSystemException e) {
                // "All pipe instances are busy" is the one failure of this very class.
                boolean busy = e.getClass() == FileSystemException.class;
                if (!busy || System.nanoTime() - start >= timeout.toNanos()) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static InputStream in(AsynchronousFileChannel channel) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = await(channel.read(ByteBuffer.wrap(bytes, offset, length), 0));
                // Docker's pipes carry messages, and end by one without bytes before they are closed (go-winio's
                // CloseWrite). A pipe that is closed at once ends by an exception.
                return count == 0 && length > 0 ? -1 : count;
            }
        };
    }

    private static OutputStream out(AsynchronousFileChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
                while (rest.hasRemaining()) {
                    await(channel.write(rest, 0));
                }
            }
        };
    }

    private static int await(Future<Integer> operation) throws IOException {
        try {
            return operation.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
