package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.ConfigFile.Property;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * The profiles of the AWS config and credentials files, with the rules of the AWS CLI.
 *
 * <p>If a file cannot be read, signing in with a profile fails; otherwise the settings of the files are ignored.
 */
public final class Profiles {
    /** The property with the name of a profile's IAM Identity Center session. */
    static final String SSO_SESSION = "sso_session";

    /** With at least one of these properties, a profile has credentials. */
    private static final Set<String> CREDENTIAL_PROPERTIES = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.AWS_SECRET_ACCESS_KEY,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.LOGIN_SESSION,
            ProfileProperty.ROLE_ARN,
            ProfileProperty.WEB_IDENTITY_TOKEN_FILE,
            SSO_SESSION,
            ProfileProperty.SSO_START_URL);

    private static final Setting DEFAULT_PROFILE = new Setting("aws.defaultProfile", "AWS_DEFAULT_PROFILE");
    private static final Setting DEFAULT_REGION = new Setting("aws.defaultRegion", "AWS_DEFAULT_REGION");

    private final Environment environment;
    private final ConfigFileLocation location;
    private final ConfigSections sections = new ConfigSections();
    private ExplainedException failure;

    private Profiles(Environment environment) {
        this.environment = environment;
        this.location = new ConfigFileLocation(environment);
    }

    /** Reads the files; a missing one has no profiles. */
    public static Profiles read(Environment environment) {
        var read = new Profiles(environment);
        try {
            ConfigFile.read(read.location.config()).forEach(read.sections::add);
            ConfigFile.read(read.location.credentials()).forEach(read.sections::addCredentials);
        } catch (ExplainedException e) {
            read.failure = e;
        }
        return read;
    }

    /** Returns the profile in {@code AWS_PROFILE} or, like the AWS CLI, {@code AWS_DEFAULT_PROFILE}. */
    Optional<SettingValue> selected() {
        return Setting.of(ProfileFileSystemSetting.AWS_PROFILE)
                .read(environment)
                .or(() -> DEFAULT_PROFILE.read(environment));
    }

    /** Returns the profile whose settings apply if the goal names none. */
    String current() {
        return selected().map(SettingValue::text).orElse(ConfigSections.DEFAULT);
    }

    Environment environment() {
        return environment;
    }

    /** Returns why a file cannot be read; empty if all can. */
    public Optional<ExplainedException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Returns whether there is such a profile with credentials.
     *
     * @throws ExplainedException if a file cannot be read
     */
    boolean hasCredentials(String name) {
        requireRead();
        return sections.profile(name).keySet().stream().anyMatch(CREDENTIAL_PROPERTIES::contains);
    }

    /** Returns whether there is such a profile, which may have nothing but settings; false if a file cannot be read. */
    boolean exists(String name) {
        return sections.profileNames().contains(name);
    }

    /** Returns the names of all profiles with credentials. */
    List<String> namesWithCredentials() {
        return sections.profileNames().stream().filter(this::hasCredentials).toList();
    }

    boolean has(String name, String property) {
        return sections.profile(name).containsKey(property);
    }

    Optional<String> property(String name, String property) {
        return Optional.ofNullable(sections.profile(name).get(property)).map(Property::value);
    }

    /** Returns a setting of the environment, or else of a profile; empty if it is missing or blank. */
    Optional<SettingValue> setting(SystemSetting setting, String name, String property) {
        return Setting.of(setting).read(environment).or(() -> setting(name, property));
    }

    /** Returns a setting of a profile; empty if it is missing or blank. */
    Optional<SettingValue> setting(String name, String property) {
        return setting(sections.profile(name), property, property + " of AWS profile '" + name + "'");
    }

    private static Optional<SettingValue> setting(Map<String, Property> properties, String key, String description) {
        return Optional.ofNullable(properties.get(key))
                .flatMap(property -> SettingValue.of(property.value(), description + " (" + property + ")"));
    }

    /**
     * Returns the region of the environment, or else of a profile. Like the AWS CLI, but unlike the SDK, it also reads
     * AWS_DEFAULT_REGION.
     *
     * @throws ExplainedException if it cannot be a region
     */
    Optional<String> region(String name) {
        return Setting.of(SdkSystemSetting.AWS_REGION)
                .read(environment)
                .or(() -> DEFAULT_REGION.read(environment))
                .or(() -> setting(name, ProfileProperty.REGION))
                .map(SettingValue::region);
    }

    /**
     * Returns whether a profile's access key is in the credentials file, where it takes precedence over other
     * credentials.
     */
    boolean hasKeyInCredentialsFile(String name) {
        Property id = sections.profile(name).get(ProfileProperty.AWS_ACCESS_KEY_ID);
        return id != null && id.file().equals(location.credentials());
    }

    /** Returns a setting of a profile's IAM Identity Center session, or of the profile itself if it has no session. */
    Optional<SettingValue> ssoSetting(String name, String key) {
        Optional<String> session = property(name, SSO_SESSION);
        if (session.isEmpty()) {
            return setting(name, key);
        }
        Map<String, Property> properties = sections.ssoSession(session.get())
                .orElseThrow(() -> new IllegalArgumentException("there is no [" + ConfigSections.SSO_SESSION_SECTION
                        + " " + quoted(session.get()) + "] in " + location.config()));
        return setting(properties, key, key + " of [" + ConfigSections.SSO_SESSION_SECTION + " " + session.get() + "]");
    }

    /** Returns a setting of a service in the section that a profile names in its property "services". */
    Optional<SettingValue> serviceSetting(String name, String service, String key) {
        return property(name, ConfigSections.SERVICES)
                .map(sections::services)
                .map(section -> section.get(service))
                .flatMap(property -> property.value()
                        .lines()
                        .map(line -> line.split("=", 2))
                        .filter(parts -> parts.length == 2 && parts[0].strip().equals(key) && !parts[1].isBlank())
                        .map(parts -> new SettingValue(
                                parts[1].strip(),
                                key + " of " + service + " in the services section of AWS profile '" + name + "' ("
                                        + property + ")"))
                        .reduce((first, last) -> last));
    }

    /**
     * Checks that there is such a profile with credentials.
     *
     * @throws IllegalArgumentException if there is not; the message is the reason
     * @throws ExplainedException if a file cannot be read
     */
    void require(String name) {
        requireRead();
        if (!exists(name)) {
            Set<String> names = sections.profileNames();
            throw new IllegalArgumentException("there is no such profile in " + location.both()
                    + (names.isEmpty()
                            ? "; they define no profiles"
                            : "; existing profiles: '" + String.join("', '", names) + "'")
                    + sections.mistitled(name)
                            .map(title -> ". Write [" + ConfigSections.PROFILE + " " + quoted(name) + "] instead of ["
                                    + title + "] in " + location.config())
                            .or(() -> titleOfCredentials(name))
                            .orElseGet(() -> ". Correct the name, or create the profile with 'aws configure sso"
                                    + " --profile " + quoted(name) + "'"));
        }
        if (!hasCredentials(name)) {
            throw new IllegalArgumentException("it defines no credentials in " + location.both()
                    + titleOfCredentials(name).orElse(""));
        }
    }

    /** Returns the advice to correct the title of a profile's section in the credentials file; empty if it is right. */
    private Optional<String> titleOfCredentials(String name) {
        return sections.mistitledCredentials(name)
                .map(title -> ". Write [" + name + "] instead of [" + title + "] in " + location.credentials());
    }

    private void requireRead() {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Returns the advice to run the command that starts the session of a profile, or of the profile that its role comes
     * from; empty if it has none.
     */
    String signInCommand(String name) {
        Set<String> seen = new HashSet<>();
        String source = name;
        while (seen.add(source)) {
            source = property(source, ProfileProperty.SOURCE_PROFILE).orElse(source);
        }
        if (has(source, SSO_SESSION) || has(source, ProfileProperty.SSO_START_URL)) {
            return "Run 'aws sso login --profile " + quoted(source) + "'";
        }
        return has(source, ProfileProperty.LOGIN_SESSION) ? "Run 'aws login --profile " + quoted(source) + "'" : "";
    }

    private static String quoted(String name) {
        return name.contains(" ") ? '"' + name + '"' : name;
    }
}
