package io.github.ecrmaven.image;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The operating system and processor that an image is built for.
 *
 * @param os as Go names it: {@code linux}
 * @param architecture as Go names it: {@code amd64}, {@code arm64}
 * @param variant of the architecture, such as {@code v7}; null for none
 */
public record Platform(String os, String architecture, String variant) {
    private static final Pattern FORM = Pattern.compile("([a-z0-9]+)/([a-z0-9_-]+)(?:/([a-z0-9]+))?");

    /** Other names of architectures, see https://github.com/containerd/platforms/blob/main/database.go. */
    private static final Map<String, String> ARCHITECTURES =
            Map.of("x86_64", "amd64", "x86-64", "amd64", "i386", "386", "aarch64", "arm64");

    /**
     * Parses {@code os/architecture[/variant]}. Like engines, it knows other names of architectures:
     * {@code linux/x86_64}.
     *
     * @throws IllegalArgumentException for any other text; the message is the reason
     */
    public static Platform parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "platform '" + text + "' is not os/architecture[/variant], such as linux/arm64");
        }
        String architecture = matcher.group(2);
        return new Platform(matcher.group(1), ARCHITECTURES.getOrDefault(architecture, architecture), matcher.group(3));
    }

    /** Returns whether it has this operating system and architecture; the variant is not compared. */
    public boolean matches(String os, String architecture) {
        return this.os.equals(os) && this.architecture.equals(architecture);
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant == null ? "" : "/" + variant);
    }
}
