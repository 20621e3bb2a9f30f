package io.github.ecrmaven.image;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of an image in a registry: {@code [registry/]repository[:tag][@digest]}. As for docker, a name without a
 * registry is one of Docker Hub, whose official images are in {@code library/}: {@code postgres:16} is
 * {@code docker.io/library/postgres:16}, and is shown in the short form. The rules are those of
 * https://github.com/distribution/reference/blob/main/normalize.go.
 *
 * @param registry the registry's host, with its port if it has one
 * @param repository the path of the repository in the registry
 * @param tag the tag; {@code latest} if neither tag nor digest is given, null if only a digest is given
 * @param digest {@code sha256:} and 64 hexadecimal digits, or null
 */
public record ImageReference(String registry, String repository, String tag, String digest) {
    /** The host of Docker Hub in names. */
    public static final String DOCKER_HUB = "docker.io";

    /** The host that Docker Hub once had in names. */
    static final String OLD_DOCKER_HUB = "index.docker.io";

    private static final String OFFICIAL = "library/";

    /** The hosts that engines accept, see https://github.com/distribution/reference/blob/main/regexp.go. */
    static final String HOST_FORM =
            "(?:[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(?:\\.[A-Za-z0-9-]+)*(?::[0-9]+)?";

    private static final Pattern HOST = Pattern.compile(HOST_FORM);
    private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");
    static final String TAG_FORM = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final Pattern TAG = Pattern.compile(TAG_FORM);
    // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
    private static final Pattern ECR_REPOSITORY =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final String PATH_COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    /** The repositories that engines accept, see the first link. */
    static final String PATH = PATH_COMPONENT + "(?:/" + PATH_COMPONENT + ")*";

    private static final Pattern REPOSITORY = Pattern.compile(PATH);
    private static final Pattern LONG_DIGEST = Pattern.compile("(sha256:[0-9a-f]{12})[0-9a-f]{52}");
    private static final int MIN_ECR_REPOSITORY_LENGTH = 2;
    private static final int MAX_ECR_REPOSITORY_LENGTH = 256;
    private static final int MAX_REPOSITORY_LENGTH = 255;

    /**
     * Parses an image reference as docker does.
     *
     * @throws IllegalArgumentException if the text is not an image reference; the message is the reason
     */
    public static ImageReference parse(String text) {
        String name = text.strip();
        check(!name.isEmpty(), "it is empty");
        check(name.chars().noneMatch(Character::isWhitespace), "it contains white space");
        check(!name.contains("://"), "leave out '%s://'", name.split("://", 2)[0]);

        int at = name.indexOf('@');
        String digest = at < 0 ? null : name.substring(at + 1);
        check(
                digest == null || Sha256.isDigest(digest),
                "digest '%s' is not sha256: and 64 hexadecimal digits",
                digest);
        name = at < 0 ? name : name.substring(0, at);

        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String tag = colon < 0 ? null : name.substring(colon + 1);
        check(
                tag == null || TAG.matcher(tag).matches(),
                "tag '%s' must be 1 to 128 letters, digits, '_', '.' or '-', and not begin with '.' or '-'",
                tag);
        name = colon < 0 ? name : name.substring(0, colon);

        check(!IMAGE_ID.matcher(name).matches(), "it is the ID of an image, not a name");
        String host = host(name);
        String registry = host.isEmpty() || host.equals(OLD_DOCKER_HUB) ? DOCKER_HUB : host;
        check(canBeHost(registry), "registry '%s' is not a host name", registry);

        String path = host.isEmpty() ? name : name.substring(host.length() + 1);
        boolean isOfficial = registry.equals(DOCKER_HUB) && !path.contains("/");
        String repository = isOfficial ? OFFICIAL + path : path;
        check(repository.chars().noneMatch(Character::isUpperCase), "repository '%s' has capital letters", repository);
        if (EcrRegistry.isEcrHost(registry)) {
            checkForEcr(repository);
        } else {
            checkForAnyRegistry(repository);
        }

        return new ImageReference(registry, repository, tag == null && digest == null ? "latest" : tag, digest);
    }

    /** Returns the host of the registry that a name begins with; empty if it has none, and so is one of Docker Hub. */
    public static String host(String name) {
        String first = name.substring(0, Math.max(name.indexOf('/'), 0));
        return isHost(first) ? first : "";
    }

    /** Returns whether a text has the form of a registry's host, with or without a port. */
    public static boolean canBeHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** Returns whether the first part of a name is a registry, not the beginning of a repository's path. */
    private static boolean isHost(String first) {
        return first.contains(".")
                || first.contains(":")
                || first.equals("localhost")
                || first.chars().anyMatch(Character::isUpperCase);
    }

    private static void checkForEcr(String repository) {
        check(
                ECR_REPOSITORY.matcher(repository).matches(),
                "repository '%s' must be lower-case letters and digits, with single '.', '_', '-' or '/' between them",
                repository);
        check(
                repository.length() >= MIN_ECR_REPOSITORY_LENGTH && repository.length() <= MAX_ECR_REPOSITORY_LENGTH,
                "repository '%s' has %d character%s; ECR allows 2 to 256",
                repository,
                repository.length(),
                repository.length() == 1 ? "" : "s");
    }

    private static void checkForAnyRegistry(String repository) {
        check(
                REPOSITORY.matcher(repository).matches(),
                "repository '%s' must be lower-case letters and digits, with '.', '_', '__', dashes or '/'"
                        + " between them",
                repository);
        check(
                repository.length() <= MAX_REPOSITORY_LENGTH,
                "repository '%s' has %d characters; engines allow 255",
                repository,
                repository.length());
    }

    private static void check(boolean holds, String reason, Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, reason, values));
        }
    }

    /** Returns the name of the repository with its registry, without tag and digest. */
    public String name() {
        return registry.equals(DOCKER_HUB) ? path() : registry + "/" + repository;
    }

    /** Returns the path of the repository as users write it: that of Docker Hub's official images in one word. */
    private String path() {
        boolean isOfficial = registry.equals(DOCKER_HUB)
                && repository.startsWith(OFFICIAL)
                && repository.indexOf('/', OFFICIAL.length()) < 0;
        return isOfficial ? repository.substring(OFFICIAL.length()) : repository;
    }

    /**
     * Returns the name to give to an engine: with the digest if there is one, else with the tag. Engines ignore a tag
     * beside a digest.
     */
    public String engineName() {
        return digest == null ? taggedName() : name() + "@" + digest;
    }

    /** Returns its name with the tag alone: {@code name:tag}; null if it has no tag. */
    public String taggedName() {
        return tag == null ? null : name() + ":" + tag;
    }

    /** Returns whether it has a tag and a digest; the digest then decides what is pulled. */
    public boolean hasTagAndDigest() {
        return tag != null && digest != null;
    }

    /** Returns the same image by its tag, which must not be null. */
    public ImageReference withoutDigest() {
        return new ImageReference(registry, repository, Objects.requireNonNull(tag), null);
    }

    /** Returns the same image with a digest. */
    public ImageReference withDigest(String other) {
        return new ImageReference(registry, repository, tag, Objects.requireNonNull(other));
    }

    /**
     * Returns a text with short digests, as docker shows them: {@code sha256:0123456789ab}. Digests are short in the
     * log, except in warnings and errors, and whole wherever somebody may copy them: there, in files and in properties.
     */
    public static String withShortDigests(String text) {
        return LONG_DIGEST.matcher(text).replaceAll("$1");
    }

    /** Returns the name without the registry, and with a short digest only if it has no tag, for a table. */
    public String shortName() {
        return withShortDigests(path() + (hasTagAndDigest() ? withoutDigest() : this).suffix());
    }

    @Override
    public String toString() {
        return name() + suffix();
    }

    /**
     * Returns the long form of a name, with or without a tag or digest: {@code docker.io/library/postgres:16}. Podman
     * takes a short one for any name that ends so, such as {@code quay.io/team/postgres:16}.
     *
     * @param name a name in one of its forms; the ID of an image stays as it is
     */
    public static String longName(String name) {
        if (name.startsWith("sha256:") || IMAGE_ID.matcher(name).matches()) {
            return name;
        }
        if (!host(name).isEmpty()) {
            return name;
        }
        return DOCKER_HUB + "/" + (name.contains("/") ? "" : OFFICIAL) + name;
    }

    /** Returns what follows the repository. */
    String suffix() {
        return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
