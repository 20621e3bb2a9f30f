package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.PemBlock;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the client's private key in the formats that Go's TLS, and so the docker CLI, accepts: PKCS#8, PKCS#1 (RSA) and
 * SEC 1 (elliptic curves). As in Go, the content decides, not the label (https://pkg.go.dev/crypto/tls#X509KeyPair).
 * Java reads PKCS#8 only, so the others are wrapped in it.
 */
final class TlsClientKey {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xa0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /** The OID rsaEncryption and NULL (RFC 3279, section 2.3.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    /** The OID id-ecPublicKey (RFC 5480, section 2.1.1), which the OID of the curve follows. */
    private static final byte[] ELLIPTIC_CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");

    private TlsClientKey() {}

    /**
     * Reads the first key of a file.
     *
     * @throws InvalidKeySpecException if there is no usable key; the message is the reason
     */
    static PrivateKey read(byte[] pem) throws InvalidKeySpecException {
        PemBlock block = PemBlock.read(pem).stream()
                .filter(each -> each.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new InvalidKeySpecException("it contains no private key in PEM format"));
        if (block.isEncrypted()) {
            throw new InvalidKeySpecException("it is encrypted, which the docker CLI does not support either."
                    + " Remove the passphrase with 'openssl pkey -in key.pem -out key.pem'");
        }
        if (block.label().startsWith("OPENSSH ")) {
            throw new InvalidKeySpecException(
                    "it is in OpenSSH's key format: convert it with 'ssh-keygen -p -m PKCS8 -f key.pem'");
        }
        try {
            byte[] key = block.content();
            ByteBuffer fields = nextValue(ByteBuffer.wrap(key));
            // In all formats, the first field is a version; the type of the second field tells the format.
            nextValue(fields);
            return switch (nextType(fields)) {
                case SEQUENCE -> pkcs8(key);
                case INTEGER -> pkcs8(inPkcs8(RSA, key));
                case OCTET_STRING -> pkcs8(inPkcs8(concat(ELLIPTIC_CURVE, curve(fields)), key));
                default -> throw damaged(null);
            };
        } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
            throw damaged(e);
        }
    }

    private static byte[] curve(ByteBuffer fields) throws InvalidKeySpecException {
        nextValue(fields);
        if (!fields.hasRemaining() || nextType(fields) != CURVE) {
            throw new InvalidKeySpecException("it does not name the curve of the key");
        }
        ByteBuffer curve = nextValue(fields);
        byte[] bytes = new byte[curve.remaining()];
        curve.get(bytes);
        return bytes;
    }

    private static PrivateKey pkcs8(byte[] der) throws InvalidKeySpecException {
        var spec = new PKCS8EncodedKeySpec(der);
        InvalidKeySpecException last = null;
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                last = e;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        throw damaged(last);
    }

    private static InvalidKeySpecException damaged(Exception cause) {
        return new InvalidKeySpecException(
                "it is not a complete private key for RSA, an elliptic curve or Ed25519", cause);
    }

    private static int nextType(ByteBuffer der) {
        return der.get(der.position()) & 0xff;
    }

    /** Returns the content of the next value in DER. */
    private static ByteBuffer nextValue(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xff;
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (der.get() & 0xff);
            }
        }
        ByteBuffer content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    /** Wraps a key in PKCS#8 (RFC 5208, section 5). */
    private static byte[] inPkcs8(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, concat(VERSION_0, der(SEQUENCE, algorithm), der(OCTET_STRING, key)));
    }

    private static byte[] der(int type, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) type, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) type, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) type, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
