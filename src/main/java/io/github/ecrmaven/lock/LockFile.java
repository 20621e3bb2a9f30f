package io.github.ecrmaven.lock;

import io.github.ecrmaven.image.AtomicFile;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.OutsideText;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.SafeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lock file, which locks tags to digests. Each line is an image: {@code REGISTRY/REPOSITORY:TAG@DIGEST}; one with a
 * mirror has its own name, such as {@code postgres:16@DIGEST}.
 *
 * @param path the file
 * @param command returns the command that writes it, for messages
 * @param exists whether the file exists; if not, no tag is locked
 * @param digests the digests by image name with tag
 */
public record LockFile(Path path, Supplier<String> command, boolean exists, SortedMap<String, String> digests) {
    private static final String COMMENT =
            "# The images that ecr:pull takes, by digest. 'mvn ecr:lock' writes this file: review it, and commit it.\n";

    private static final Pattern CONFLICT = Pattern.compile("(?:<{7}|\\|{7}|={7}|>{7})(?: .*)?");
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    /** Copies the digests. */
    public LockFile {
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    /**
     * Reads the file, if it exists.
     *
     * @throws ExplainedException if it cannot be read, or has an invalid line; the message has the line and the column
     */
    public static LockFile read(Path path, Supplier<String> command) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            return new LockFile(path, command, false, new TreeMap<>());
        } catch (IOException e) {
            throw ExplainedException.environment(
                    "cannot read " + path + ": " + FileFailure.details(e) + ". Set lockFile to a file that can be read",
                    e);
        }
        var reader = new Reader(path, command);
        reader.text(bytes).lines().forEach(reader::read);
        return new LockFile(path, command, true, reader.digests);
    }

    /** Parses the lines of a file. */
    private static final class Reader {
        private final SortedMap<String, String> digests = new TreeMap<>();
        private final Map<String, Integer> lines = new HashMap<>();
        private final Path path;
        private final Supplier<String> command;
        private int line;

        Reader(Path path, Supplier<String> command) {
            this.path = path;
            this.command = command;
        }

        /** Decodes a file, which some editors on Windows save in UTF-16. */
        String text(byte[] bytes) {
            String text = OutsideText.utf8(bytes);
            if (text.indexOf('\0') >= 0) {
                throw ExplainedException.configuration("damaged " + path + ": it contains NUL characters, as"
                        + " UTF-16 text does. Save it as UTF-8, or delete the file and run '" + command.get() + "'");
            }
            return text;
        }

        void read(String text) {
            line++;
            String entry = text.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                return;
            }
            int start = text.indexOf(entry);
            if (CONFLICT.matcher(entry).matches()) {
                throw bad(start, "there is an unresolved merge conflict");
            }
            Matcher space = WHITE_SPACE.matcher(entry);
            if (space.find()) {
                throw bad(start + space.start(), "there is white space in it: a line is one image");
            }
            int at = entry.indexOf('@');
            if (at < 0) {
                throw bad(start + entry.length(), "the digest is missing: @sha256:… after the tag");
            }
            String name = entry.substring(0, at);
            parse(name, start);
            ImageReference image = parse(entry, start + at + 1);
            if (image.tag() == null) {
                throw bad(start + at, "the tag is missing: :TAG before the digest");
            }
            String tagged = image.taggedName();
            Integer before = lines.putIfAbsent(tagged, line);
            if (before != null) {
                throw bad(start, tagged + " is locked again, after line " + before);
            }
            digests.put(tagged, image.digest());
        }

        private ImageReference parse(String text, int column) {
            try {
                return ImageReference.parse(text);
            } catch (IllegalArgumentException e) {
                throw bad(column, SafeMessage.of(e));
            }
        }

        private ExplainedException bad(int column, String reason) {
            return ExplainedException.configuration("damaged " + path + ", line " + line + ", column " + (column + 1)
                    + ": " + reason + ". Correct the line, or delete the file and run '" + command.get() + "'");
        }
    }

    /** Returns whether an image can be locked: it has no digest in the configuration, and may be pulled. */
    static boolean isFor(ImageToPull image) {
        return image.declared().digest() == null && image.policy() != PullPolicy.NEVER;
    }

    /** Returns an image with the digest that its tag is locked to; unchanged if it has a digest or is not locked. */
    public ImageReference lock(ImageReference image) {
        String digest = image.digest() == null ? digests.get(image.toString()) : null;
        return digest == null ? image : image.withDigest(digest);
    }

    /** Returns whether an image has the digest that its tag is locked to. */
    public boolean locks(ImageReference image) {
        return image.hasTagAndDigest() && image.digest().equals(digests.get(image.taggedName()));
    }

    /**
     * Checks that the file, if it exists, has all of these images.
     *
     * @throws ExplainedException if an image is missing
     */
    public void requireAll(List<ImageToPull> images) {
        if (!exists) {
            return;
        }
        List<String> missing = images.stream()
                .filter(LockFile::isFor)
                .map(image -> image.declared().toString())
                .filter(name -> !digests.containsKey(name))
                .distinct()
                .toList();
        if (!missing.isEmpty()) {
            boolean one = missing.size() == 1;
            throw ExplainedException.configuration(
                    (one ? missing.get(0) + " is" : missing.size() + " images are") + " not in " + path
                            + (one ? "" : ": " + String.join(", ", missing)) + ". Run '" + command.get() + "' to lock "
                            + (one ? "it" : "them"));
        }
    }

    /**
     * Returns the file with new images.
     *
     * @param images the locked images, each with a tag and a digest
     * @param keepOthers whether the lines of other images are kept
     */
    public LockFile with(Collection<ImageReference> images, boolean keepOthers) {
        SortedMap<String, String> next = keepOthers ? new TreeMap<>(digests) : new TreeMap<>();
        images.forEach(image -> next.put(image.taggedName(), image.digest()));
        // A new file without a line would make each image that is added later an error.
        return new LockFile(path, command, exists || !next.isEmpty(), next);
    }

    /**
     * Writes the file, if it has changed.
     *
     * @param before the old file
     * @throws ExplainedException if the file cannot be written
     */
    public void writeIfChanged(LockFile before) {
        if (equals(before)) {
            return;
        }
        String text = digests.entrySet().stream()
                .map(image -> image.getKey() + "@" + image.getValue() + "\n")
                .collect(Collectors.joining("", COMMENT, ""));
        try {
            AtomicFile.write(path, text);
        } catch (IOException e) {
            throw FileFailure.notWritten(path.toString(), "Set lockFile to a file that can be written", e);
        }
    }
}
