package io.github.ecrmaven.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input stream that fails if more than a number of bytes is read, as the other side may send without end. */
public final class LimitedInputStream extends FilterInputStream {
    private static final int MEBIBYTE = 1 << 20;
    private static final int KIBIBYTE = 1 << 10;

    private final long limit;
    private final Runnable atLimit;
    private long left;

    /** The other side has sent more than the limit. */
    public static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1;

        /**
         * Creates the exception.
         *
         * @param limit the limit with its unit: {@code 8 MiB}
         */
        public TooMuchException(String limit) {
            super("sent more than " + limit);
        }
    }

    /**
     * Wraps a stream.
     *
     * @param limit the limit in bytes
     */
    public LimitedInputStream(InputStream in, long limit) {
        this(in, limit, null);
    }

    /**
     * Wraps a stream.
     *
     * @param limit the limit in bytes
     * @param atLimit is run when the limit is exceeded: many streams read on when they are closed; null for nothing
     */
    public LimitedInputStream(InputStream in, long limit, Runnable atLimit) {
        super(in);
        this.limit = limit;
        this.atLimit = atLimit;
        this.left = limit;
    }

    /** Begins to count from 0 again. */
    public void startOver() {
        left = limit;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /**
     * Reads a byte.
     *
     * @throws TooMuchException if the limit is exceeded
     */
    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    /**
     * Reads bytes.
     *
     * @throws TooMuchException if the limit is exceeded
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    private void count(long read) throws TooMuchException {
        left -= read;
        if (left < 0) {
            if (atLimit != null) {
                atLimit.run();
            }
            throw new TooMuchException(limit % MEBIBYTE == 0 ? limit / MEBIBYTE + " MiB" : limit / KIBIBYTE + " KiB");
        }
    }
}
