package io.github.ecrmaven.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Computes SHA-256 digests and checks their form. */
public final class Sha256 {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private Sha256() {}

    /** Returns whether a text is a digest as registries write it. */
    public static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    /** Returns the digest as registries write it, such as {@code sha256:2c26b46b…}. */
    public static String digest(byte[] bytes) {
        return "sha256:" + hex(bytes);
    }

    /** Returns the digest of a text in UTF-8, as 64 hexadecimal digits. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
