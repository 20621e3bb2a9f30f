package io.github.ecrmaven.image;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of a PEM file, from {@code -----BEGIN} to {@code -----END} (RFC 7468). There may be other text between the
 * blocks.
 */
public final class PemBlock {
    /** A block without an end matches too, so that a file that was cut off is an error. */
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>.*?)(?:-----END \\k<label>-----|\\z)", Pattern.DOTALL);

    /** Headers end at an empty line (RFC 1421). */
    private static final Pattern HEADERS = Pattern.compile("\\s*[\\w-]+:.*?\\R[ \\t]*\\R", Pattern.DOTALL);

    private final String label;
    private final boolean encrypted;
    private final String body;

    private PemBlock(String label, String text) {
        this.label = label;
        var headers = HEADERS.matcher(text);
        boolean hasHeaders = headers.lookingAt();
        this.encrypted =
                label.startsWith("ENCRYPTED ") || (hasHeaders && headers.group().contains("ENCRYPTED"));
        this.body = hasHeaders ? text.substring(headers.end()) : text;
    }

    /** Reads all blocks of a file. */
    public static List<PemBlock> read(byte[] file) {
        List<PemBlock> blocks = new ArrayList<>();
        var found = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            blocks.add(new PemBlock(found.group("label"), found.group("body")));
        }
        return blocks;
    }

    /**
     * Reads all certificates of a file.
     *
     * @return the certificates in the order of the file, at least one
     * @throws CertificateException if there is none, or one is damaged
     */
    public static List<X509Certificate> certificates(byte[] file) throws CertificateException {
        var factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : read(file)) {
            if (block.label.matches("(X509 )?CERTIFICATE")) {
                try {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                } catch (IllegalArgumentException e) {
                    throw new CertificateException("not in base64", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return certificates;
    }

    /** Returns the kind of the block: {@code PRIVATE KEY}. */
    public String label() {
        return label;
    }

    /** Returns whether the content is encrypted by a passphrase. */
    public boolean isEncrypted() {
        return encrypted;
    }

    /**
     * Returns the content, in DER.
     *
     * @throws IllegalArgumentException if it is not in base64
     */
    public byte[] content() {
        return Base64.getMimeDecoder().decode(body);
    }
}
