package io.github.ecrmaven.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketImpl;

/** Two streams and what ends them, in the form of a socket, which is what HttpCore speaks HTTP over. */
final class StreamSocket extends Socket {
    private final InputStream in;
    private final OutputStream out;
    private final Closeable end;
    private volatile boolean closed;

    StreamSocket(InputStream in, OutputStream out, Closeable end) throws IOException {
        super((SocketImpl) null);
        this.in = in;
        this.out = out;
        this.end = end;
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        end.close();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Nothing to do: {@link EngineHttp} keeps the limits, for streams have none. */
    @Override
    public synchronized void setSoTimeout(int timeout) {}

    @Override
    public synchronized int getSoTimeout() {
        return 0;
    }

    /** Nothing to do, as there is nothing to linger. */
    @Override
    public void setSoLinger(boolean on, int linger) {}

    /** Nothing to do: a close ends both directions. */
    @Override
    public void shutdownInput() {}

    /** Nothing to do, as for {@link #shutdownInput}. */
    @Override
    public void shutdownOutput() {}
}
