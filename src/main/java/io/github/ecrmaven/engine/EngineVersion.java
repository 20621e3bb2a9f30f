package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.OutsideText;
import java.io.IOException;

/**
 * What an engine says of its versions, and which version of Docker's API it is spoken to in.
 *
 * @param product {@code Docker} or {@code Podman}
 * @param number the product's version
 * @param newest the newest API version that it knows
 * @param oldest the oldest API version that it takes; null where it does not say
 * @param os that images are for unless a platform is set, as Go names it
 * @param architecture that images are for unless a platform is set, as Go names it
 */
record EngineVersion(
        String product, String number, ApiVersion newest, ApiVersion oldest, String os, String architecture) {
    /** The newest that this plugin is written for and tested with. */
    private static final ApiVersion KNOWN = new ApiVersion(1, 44);

    /** From here on an inspection takes a platform (https://docs.docker.com/reference/api/engine/version-history/). */
    private static final ApiVersion INSPECTS_PLATFORM = new ApiVersion(1, 49);

    /** Docker 20.10's. Podman counts otherwise: its releases before 4 say 1.40, and know all that is asked of them. */
    private static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** A version of Docker's API. */
    record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
        static ApiVersion parse(String text) {
            String[] parts = text.split("\\.", 2);
            return new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public int compareTo(ApiVersion other) {
            return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /**
     * Reads an answer of {@code GET /version}.
     *
     * @throws IllegalStateException when it is not an engine's
     * @throws IOException when it is not JSON
     */
    static EngineVersion of(byte[] answer) throws IOException {
        var read = Json.read(answer);
        String newest = read.text("ApiVersion", "");
        if (newest.isEmpty()) {
            throw new IllegalStateException("it has no API version");
        }
        String oldest = read.text("MinAPIVersion", "");
        return new EngineVersion(
                isPodman(read) ? "Podman" : "Docker",
                OutsideText.line(read.text("Version", "")),
                ApiVersion.parse(newest),
                oldest.isEmpty() ? null : ApiVersion.parse(oldest),
                word(read.text("Os")),
                word(read.text("Arch")));
    }

    private static String word(String text) {
        return text == null ? null : OutsideText.line(text);
    }

    private static boolean isPodman(Json answer) throws IOException {
        for (Json component : answer.objects("Components")) {
            if (component.text("Name", "").startsWith("Podman")) {
                return true;
            }
        }
        return false;
    }

    boolean isTooOld() {
        return product.equals("Docker") && newest.compareTo(OLDEST) < 0;
    }

    boolean inspectsPlatform() {
        return newest.compareTo(INSPECTS_PLATFORM) >= 0;
    }

    /** Returns how the path of a request begins that inspects an image of a platform. */
    String platformApi() {
        return "/v" + atLeastOldest(INSPECTS_PLATFORM);
    }

    /** Returns how the paths of all other requests begin. */
    String api() {
        return "/v" + spoken();
    }

    /** The newest that both know; an engine that has left all that behind is spoken to in its oldest. */
    private ApiVersion spoken() {
        return atLeastOldest(newest.compareTo(KNOWN) < 0 ? newest : KNOWN);
    }

    private ApiVersion atLeastOldest(ApiVersion version) {
        return oldest == null || version.compareTo(oldest) >= 0 ? version : oldest;
    }

    EngineDescription describe(EngineAddress address, String store) {
        return new EngineDescription(
                product,
                number,
                address.text(),
                address.chosenBy(),
                spoken().toString(),
                newest.toString(),
                oldest == null ? null : oldest.toString(),
                os,
                architecture,
                store);
    }

    @Override
    public String toString() {
        return product + " " + number;
    }
}
