package io.github.ecrmaven.ecr;

import io.github.ecrmaven.ecr.RegistryConnection.Answer;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes the digest from a registry's answer with a manifest, if all that the answer says of it is true. */
final class ManifestAnswer {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int LONGEST_QUOTE = 100;

    private ManifestAnswer() {}

    /** An answer that contradicts itself, or that engines would not take. */
    static final class UntrueException extends IOException {
        private static final long serialVersionUID = 1;

        UntrueException(String reason) {
            super(reason);
        }
    }

    /** Returns whether it has a manifest: whoever answers in the place of a registry has other things to show. */
    static boolean isManifest(Answer answer) {
        return Manifest.MEDIA_TYPES.contains(mediaType(answer));
    }

    /**
     * Returns the digest of the manifest.
     *
     * @throws UntrueException when there is something else in the answer than its header fields say
     */
    static String digest(Answer answer) throws UntrueException {
        String digest = Sha256.digest(answer.body().asByteArrayUnsafe());
        List<String> said = answer.headers("Docker-Content-Digest");
        if (said.size() > 1) {
            throw new UntrueException("gives " + said.size() + " different digests for one manifest");
        }
        for (String other : said) {
            if (!DIGEST.matcher(other).matches()) {
                throw new UntrueException("gives a digest that is not sha256: and 64 digits, '" + quote(other) + "'");
            }
            if (!other.equals(digest)) {
                throw new UntrueException("says that the digest is " + other + ", but sent a manifest of " + digest);
            }
        }
        check(answer);
        return digest;
    }

    /** As engines do: what can be read in two ways may be another image to the next who reads it. */
    private static void check(Answer answer) throws UntrueException {
        Manifest manifest;
        try {
            manifest = Manifest.parse(answer.text());
        } catch (UncheckedIOException e) {
            throw new UntrueException("sent a manifest that is not JSON, or not of the form of one");
        }
        boolean isImage = manifest.config() != null || manifest.layers() != null;
        if (manifest.isIndex() && isImage) {
            throw new UntrueException("sent a manifest that is both an index and an image");
        }
        if (!manifest.isIndex() && !isImage) {
            throw new UntrueException("sent a manifest that is neither an index nor an image");
        }
        String type = mediaType(answer);
        if (manifest.isIndex() != Manifest.INDEX_TYPES.contains(type)
                || (manifest.mediaType() != null && !manifest.mediaType().equals(type))) {
            throw new UntrueException("sent a manifest of another media type than it says, " + type);
        }
    }

    private static String mediaType(Answer answer) {
        return answer.header("Content-Type")
                .orElse("")
                .replaceFirst("\\s*;.*", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String quote(String text) {
        return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }
}
