package io.github.ecrmaven.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketImpl;

/** A socket made of two streams, because HttpCore needs a socket. */
final class StreamSocket extends Socket {
    private final InputStream in;
    private final OutputStream out;
    private final Closeable end;

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
        end.close();
    }

    /** Does nothing: streams have no timeouts, and {@link EngineResponse} has its own. */
    @Override
    public synchronized void setSoTimeout(int timeout) {}

    @Override
    public synchronized int getSoTimeout() {
        return 0;
    }

    /** Does nothing. */
    @Override
    public void setSoLinger(boolean on, int linger) {}
}
