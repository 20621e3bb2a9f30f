package io.github.ecrmaven.ecr;

import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Checks a registry's answer with a manifest, and returns the digest of the manifest. */
final class ManifestAnswer {
    private static final int MAX_QUOTE_LENGTH = 100;

    private ManifestAnswer() {}

    /** The answer contradicts itself, or engines would refuse it. */
    static final class InvalidException extends IOException {
        private static final long serialVersionUID = 1;

        InvalidException(String reason) {
            super(reason);
        }
    }

    /** Returns whether the answer has a manifest; that of a proxy in the registry's place has not. */
    static boolean isManifest(Answer answer) {
        return Manifest.MEDIA_TYPES.contains(mediaType(answer));
    }

    /**
     * Returns the digest of the manifest.
     *
     * @throws InvalidException if the manifest does not match the header fields, or is malformed
     */
    static String digest(Answer answer) throws InvalidException {
        String digest = Sha256.digest(answer.body().asByteArrayUnsafe());
        List<String> given = answer.headers("Docker-Content-Digest");
        if (given.size() > 1) {
            throw new InvalidException("gives " + given.size() + " different digests for one manifest");
        }
        for (String other : given) {
            if (!Sha256.isDigest(other)) {
                throw new InvalidException("gives a digest that is not sha256: and 64 digits, '"
                        + OutsideText.cut(other, MAX_QUOTE_LENGTH) + "'");
            }
            if (!other.equals(digest)) {
                throw new InvalidException("says that the digest is " + other + ", but sent a manifest of " + digest);
            }
        }
        check(answer);
        return digest;
    }

    /** Like engines, refuses a manifest that two programs could understand as different images. */
    private static void check(Answer answer) throws InvalidException {
        Manifest manifest;
        try {
            manifest = Manifest.parse(answer.text());
        } catch (UncheckedIOException e) {
            throw new InvalidException("sent a manifest that is not JSON, or not a manifest's JSON");
        }
        boolean isImage = manifest.config() != null || manifest.layers() != null;
        if (manifest.isIndex() && isImage) {
            throw new InvalidException("sent a manifest that is both an index and an image");
        }
        if (!manifest.isIndex() && !isImage) {
            throw new InvalidException("sent a manifest that is neither an index nor an image");
        }
        String type = mediaType(answer);
        if (manifest.isIndex() != Manifest.INDEX_TYPES.contains(type)
                || (manifest.mediaType() != null && !manifest.mediaType().equals(type))) {
            throw new InvalidException("sent a manifest whose media type is not that of its Content-Type, " + type);
        }
    }

    private static String mediaType(Answer answer) {
        return answer.header("Content-Type")
                .orElse("")
                .replaceFirst("\\s*;.*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
