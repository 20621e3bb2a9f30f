package io.github.ecrmaven.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads from somebody who may send without end: fails as soon as more came than is sensible. */
public final class LimitedInputStream extends FilterInputStream {
    private static final int MEBIBYTE = 1 << 20;
    private static final int KIBIBYTE = 1 << 10;

    private final long limit;
    private long left;

    /** More came than was to be expected of the other side. */
    public static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1;

        /**
         * Describes it.
         *
         * @param limit what the other side may send, as in "more than 8 MiB"
         */
        public TooMuchException(String limit) {
            super("sent more than " + limit);
        }
    }

    /**
     * Reads from another stream.
     *
     * @param limit how many bytes may come
     */
    public LimitedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    /** Lets as many bytes come again as in the beginning: what was read until now is used and gone. */
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
     * @throws TooMuchException when it is one too many
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
     * @throws TooMuchException when it is one too many
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
            throw new TooMuchException(limit % MEBIBYTE == 0 ? limit / MEBIBYTE + " MiB" : limit / KIBIBYTE + " KiB");
        }
    }
}
