package io.github.ecrmaven.image;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The home directory of the user, as command line tools find it. */
public final class UserHome {
    private UserHome() {}

    /**
     * Returns {@code HOME}, which a container's build may set to another place than the user database names; on
     * Windows, where only some shells set that, {@code USERPROFILE}. Java's {@code user.home} counts where the variable
     * is not set or blank.
     */
    public static Path directory() {
        return directory(System.getenv(), System::getProperty);
    }

    static Path directory(Map<String, String> environment, UnaryOperator<String> properties) {
        boolean windows = properties.apply("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        String home = environment.getOrDefault(windows ? "USERPROFILE" : "HOME", "");
        return Path.of(home.isBlank() ? properties.apply("user.home") : home);
    }
}
