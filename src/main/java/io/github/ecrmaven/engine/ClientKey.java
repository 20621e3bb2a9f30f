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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads a private key in any of the forms that Go's TLS, and so the docker CLI, takes: PKCS#8, PKCS#1 for RSA and SEC 1
 * for elliptic curves (https://pkg.go.dev/crypto/tls#X509KeyPair). As there, the content tells the form, not its label.
 */
final class ClientKey {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    /** OID rsaEncryption, NULL (RFC 3279, section 2.3.1). */
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");

    /** OID id-ecPublicKey (RFC 5480, section 2.1.1), which the curve comes after. */
    private static final byte[] ELLIPTIC_CURVE = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    private ClientKey() {}

    /**
     * Reads the first key of a file.
     *
     * @throws InvalidKeySpecException when there is none that can be used; its message says why
     */
    static PrivateKey read(byte[] pem) throws InvalidKeySpecException {
        PemBlock block = PemBlock.read(pem).stream()
                .filter(each -> each.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow(() -> new InvalidKeySpecException("there is no private key in PEM form in it"));
        if (block.isEncrypted()) {
            throw new InvalidKeySpecException("it is encrypted, which docker's tools do not take either. Write the key"
                    + " without a passphrase by 'openssl pkey -in key.pem -out key.pem'");
        }
        if (block.label().startsWith("OPENSSH ")) {
            throw new InvalidKeySpecException(
                    "it is a key of OpenSSH's own form: convert it by 'ssh-keygen -p -m PKCS8 -f key.pem'");
        }
        try {
            return parse(block.content());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw damaged(e);
        }
    }

    private static PrivateKey parse(byte[] content) throws InvalidKeySpecException {
        List<Der> key = Der.read(content);
        List<Der> fields = key.get(0).isA(SEQUENCE) ? Der.read(key.get(0).content) : List.of();
        if (fields.size() < 2) {
            throw damaged(null);
        }
        return switch (fields.get(1).tag) {
            case SEQUENCE -> pkcs8(content);
            case INTEGER -> pkcs8(pkcs8Of(RSA, content));
            case OCTET_STRING -> pkcs8(pkcs8Of(concat(ELLIPTIC_CURVE, curve(fields)), content));
            default -> throw damaged(null);
        };
    }

    private static InvalidKeySpecException damaged(Exception cause) {
        return new InvalidKeySpecException("it is not a whole private key of RSA, an elliptic curve or Ed25519", cause);
    }

    private static byte[] curve(List<Der> sec1) throws InvalidKeySpecException {
        return sec1.stream()
                .filter(field -> field.isA(PARAMETERS))
                .findFirst()
                .map(field -> field.content)
                .orElseThrow(() -> new InvalidKeySpecException("it does not name the curve of the key"));
    }

    /** RFC 5208, section 5. */
    private static byte[] pkcs8Of(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, concat(VERSION_0, der(SEQUENCE, algorithm), der(OCTET_STRING, key)));
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

    private static byte[] der(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** A value in DER: what it is, and what is in it. */
    private static final class Der {
        private final int tag;
        private final byte[] content;

        private Der(int tag, byte[] content) {
            this.tag = tag;
            this.content = content;
        }

        static List<Der> read(byte[] values) {
            var in = ByteBuffer.wrap(values);
            List<Der> read = new ArrayList<>();
            while (in.hasRemaining()) {
                int tag = in.get() & 0xff;
                int length = in.get() & 0xff;
                if (length > 0x80) {
                    int bytes = length - 0x80;
                    length = 0;
                    for (int i = 0; i < bytes; i++) {
                        length = (length << 8) | (in.get() & 0xff);
                    }
                }
                if (length < 0 || length > in.remaining()) {
                    throw new IllegalArgumentException("not all of it");
                }
                byte[] content = new byte[length];
                in.get(content);
                read.add(new Der(tag, content));
            }
            return read;
        }

        boolean isA(int kind) {
            return tag == kind;
        }
    }
}
