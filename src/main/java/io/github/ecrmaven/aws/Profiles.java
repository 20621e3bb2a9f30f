package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The profiles of the AWS config and credentials files.
 *
 * @param file both files; its {@code toString} names everybody's accounts and belongs in no message
 */
record Profiles(ProfileFile file) {
    /** The property that names a profile's session of IAM Identity Center. */
    static final String SSO_SESSION = "sso_session";

    /** The title of the sections that describe such sessions. */
    private static final String SSO_SESSION_SECTION = "sso-session";

    private static final String SERVICES = "services";

    /** The properties of which any one makes a profile a way to sign in. */
    private static final Set<String> SIGN_IN_PROPERTIES = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.AWS_SECRET_ACCESS_KEY,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.LOGIN_SESSION,
            ProfileProperty.ROLE_ARN,
            SSO_SESSION,
            ProfileProperty.SSO_START_URL);

    /**
     * Reads the files; one that does not exist has no profiles.
     *
     * @throws ExplainedException when a file has a syntax error
     */
    static Profiles read() {
        try {
            return new Profiles(ProfileFile.defaultProfileFile());
        } catch (IllegalArgumentException e) {
            throw ExplainedException.configuration("cannot read the AWS profiles in " + files() + ": "
                    + AwsFailures.reason(e) + " of one of these files");
        }
    }

    /** Returns the profile that {@code AWS_PROFILE} names, if it names one. */
    static Optional<String> selected() {
        return Setting.of(ProfileFileSystemSetting.AWS_PROFILE).value();
    }

    /** Returns the profile whose settings count where none is named. */
    static String current() {
        return selected().orElse("default");
    }

    /** Returns whether there is such a profile, and it is meant to sign in with. */
    boolean signsIn(String name) {
        return properties(name).keySet().stream().anyMatch(SIGN_IN_PROPERTIES::contains);
    }

    /** Returns the names of all profiles that are meant to sign in with. */
    List<String> namesToSignInWith() {
        return file.profiles().keySet().stream().filter(this::signsIn).sorted().toList();
    }

    /** Returns the properties of a profile; there are none where there is no such profile. */
    Map<String, String> properties(String name) {
        return file.profile(name).map(Profile::properties).orElse(Map.of());
    }

    Optional<String> property(String name, String property) {
        return Optional.ofNullable(properties(name).get(property));
    }

    /** Returns what a profile's session of IAM Identity Center says, or, where it has none, the profile itself. */
    Optional<String> ssoProperty(String name, String property) {
        return property(name, SSO_SESSION)
                .map(session -> file.getSection(SSO_SESSION_SECTION, session)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no [" + SSO_SESSION_SECTION + " " + session + "] in " + files()))
                        .property(property))
                .orElseGet(() -> property(name, property));
    }

    /** Returns what the services section that a profile names says of a service. */
    Optional<String> serviceProperty(String name, String service, String property) {
        return property(name, SERVICES)
                .flatMap(section -> file.getSection(SERVICES, section))
                .flatMap(section -> section.property(service + "." + property));
    }

    /**
     * Makes sure that a profile can be signed in with.
     *
     * @throws IllegalArgumentException when there is none, or it has nothing to sign in with; the message is the reason
     */
    void check(String name) {
        if (file.profile(name).isEmpty()) {
            Set<String> names = new TreeSet<>(file.profiles().keySet());
            throw new IllegalArgumentException("there is no such profile in " + files()
                    + (names.isEmpty() ? ", nor any other" : "; there are '" + String.join("', '", names) + "'")
                    + ". Correct the name, or make the profile by 'aws configure sso --profile " + name + "'");
        }
        if (!signsIn(name)) {
            throw new IllegalArgumentException("it has nothing to sign in with in " + files());
        }
    }

    /**
     * Returns the command that starts the session of a profile, or of the one that its role begins with; or nothing.
     */
    String signInCommand(String name) {
        Set<String> seen = new HashSet<>();
        String source = name;
        while (seen.add(source)) {
            source = properties(source).getOrDefault(ProfileProperty.SOURCE_PROFILE, source);
        }
        Set<String> properties = properties(source).keySet();
        if (properties.contains(SSO_SESSION) || properties.contains(ProfileProperty.SSO_START_URL)) {
            return "Run 'aws sso login --profile " + source + "'";
        }
        return properties.contains(ProfileProperty.LOGIN_SESSION) ? "Run 'aws login --profile " + source + "'" : "";
    }

    static String files() {
        return ProfileFileLocation.configurationFilePath() + " and " + ProfileFileLocation.credentialsFilePath();
    }
}
