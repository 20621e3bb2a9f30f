package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes of a media type, known by their digest: the body of an answer; a manifest, configuration or layer. */
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
