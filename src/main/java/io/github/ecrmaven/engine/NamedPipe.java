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
 * Opens named pipes of Windows. They are read and written asynchronously, because a synchronous write would wait for
 * the end of a read; the position, which is required, has no meaning for a pipe.
 */
final class NamedPipe {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private NamedPipe() {}

    /**
     * Opens a pipe. Each instance of a pipe serves one client; waits for a free one.
     *
     * @throws NoSuchFileException if the pipe does not exist
     * @throws FileSystemException if all instances are busy until the timeout, or access is denied
     */
    static Socket open(Path path, Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                var channel = AsynchronousFileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                return new StreamSocket(in(channel), out(channel), channel);
            } catch (FileSystemException e) {
                // Only for "All pipe instances are busy" Java throws this class itself, not a subclass.
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
                // Docker's pipes are in message mode: an empty message is the end (go-winio's CloseWrite).
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
