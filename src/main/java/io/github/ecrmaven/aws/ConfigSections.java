package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.ConfigFile.Property;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.profiles.ProfileProperty;

/** The sections of the AWS config and credentials files, by the kind and the name in their titles. */
final class ConfigSections {
    static final String PROFILE = "profile";
    static final String SSO_SESSION_SECTION = "sso-session";
    static final String SERVICES = "services";

    /** The profile whose section may have its name alone as the title. */
    static final String DEFAULT = "default";

    /** The old name of aws_session_token, which the AWS CLI still reads, and prefers. */
    static final String AWS_SECURITY_TOKEN = "aws_security_token";

    private static final Set<String> KEY_PARTS = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.AWS_SECRET_ACCESS_KEY,
            ProfileProperty.AWS_SESSION_TOKEN,
            AWS_SECURITY_TOKEN);

    private final Map<String, Map<String, Property>> profiles = new TreeMap<>();
    private final Map<String, Map<String, Property>> ssoSessions = new HashMap<>();
    private final Map<String, Map<String, Property>> services = new HashMap<>();

    /** Titles of sections that are not profiles, by the profile names that the user probably meant. */
    private final Map<String, String> mistitled = new HashMap<>();

    /** Titles of the credentials file that begin with "profile", by the profile names that the user probably meant. */
    private final Map<String, String> mistitledCredentials = new HashMap<>();

    /** Adds a section of the config file. */
    void add(String title, Map<String, Property> properties) {
        List<String> words = ShellWords.posix(title);
        Map<String, Map<String, Property>> kind = title.startsWith(PROFILE)
                ? profiles
                : title.startsWith(SSO_SESSION_SECTION) ? ssoSessions : title.startsWith(SERVICES) ? services : null;
        if (title.equals(DEFAULT)) {
            profiles.put(DEFAULT, new HashMap<>(properties));
        } else if (kind != null && words.size() == 2) {
            kind.put(words.get(1), new HashMap<>(properties));
        } else {
            mistitled.put(kind == profiles ? title.substring(PROFILE.length()).strip() : title, title);
        }
    }

    /** Adds a section of the credentials file: a key in it replaces all parts of a key in the config file. */
    void addCredentials(String name, Map<String, Property> properties) {
        List<String> words = ShellWords.posix(name);
        if (words.size() > 1 && words.get(0).equals(PROFILE)) {
            mistitledCredentials.put(String.join(" ", words.subList(1, words.size())), name);
        }
        Map<String, Property> profile = profiles.computeIfAbsent(name, absent -> new HashMap<>());
        if (properties.containsKey(ProfileProperty.AWS_ACCESS_KEY_ID)) {
            profile.keySet().removeAll(KEY_PARTS);
        }
        profile.putAll(properties);
    }

    /** Returns the names of all profiles, sorted. */
    Set<String> profileNames() {
        return profiles.keySet();
    }

    /** Returns the properties of a profile; none if there is no such profile. */
    Map<String, Property> profile(String name) {
        return profiles.getOrDefault(name, Map.of());
    }

    /** Returns the properties of an IAM Identity Center session; empty if there is no such section. */
    Optional<Map<String, Property>> ssoSession(String name) {
        return Optional.ofNullable(ssoSessions.get(name));
    }

    /** Returns the properties of a section for services; none if there is no such section. */
    Map<String, Property> services(String name) {
        return services.getOrDefault(name, Map.of());
    }

    /** Returns the title of a section that is not a profile, but was probably meant to be the one with this name. */
    Optional<String> mistitled(String profile) {
        return Optional.ofNullable(mistitled.get(profile));
    }

    /** Returns the title of a section of the credentials file that was probably meant to have this name alone. */
    Optional<String> mistitledCredentials(String profile) {
        return Optional.ofNullable(mistitledCredentials.get(profile));
    }
}
