package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes with a media type and a digest: a manifest, configuration or layer, or the body of a response. */
final class Content {
    private final String mediaType;
    private final byte[] bytes;
    private final String digest;

    Content(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.digest = digest(bytes);
    }

    Content(String mediaType, String text) {
        this(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns other content of the same length, with the last byte changed. */
    Content withWrongByte() {
        byte[] other = bytes.clone();
        other[other.length - 1] ^= 1;
        return new Content(mediaType, other);
    }

    /** Returns the rest of the content after the first bytes. */
    Content after(int first) {
        return new Content(mediaType, Arrays.copyOfRange(bytes, first, bytes.length));
    }

    String mediaType() {
        return mediaType;
    }

    byte[] bytes() {
        return bytes;
    }

    String digest() {
        return digest;
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
