package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The profiles of the AWS config and credentials files.
 *
 * @param file both files; its {@code toString} names everybody's accounts and belongs in no message
 */
record Profiles(ProfileFile file) {
    private static final String SSO_SESSION = "sso_session";
    private static final Set<String> ROLE_SOURCES = Set.of(
            ProfileProperty.SOURCE_PROFILE, ProfileProperty.CREDENTIAL_SOURCE, ProfileProperty.WEB_IDENTITY_TOKEN_FILE);

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

    /** Returns whether there is such a profile, and it is meant to sign in with. */
    boolean signsIn(String name) {
        return properties(name).keySet().stream().anyMatch(SIGN_IN_PROPERTIES::contains);
    }

    /**
     * Returns what signs in with a profile.
     *
     * @throws IllegalArgumentException when the profile has nothing to sign in with; the message is the reason
     */
    AwsCredentialsProvider provider(String name) {
        Set<String> properties = properties(name).keySet();
        check(file.profile(name).isPresent(), "there is no such profile in " + files());
        check(signsIn(name), "it has nothing to sign in with in " + files());
        check(
                !properties.contains(ProfileProperty.ROLE_ARN)
                        || properties.stream().anyMatch(ROLE_SOURCES::contains),
                "it has role_arn, but neither source_profile nor credential_source nor web_identity_token_file");
        check(
                !properties.contains(ProfileProperty.AWS_SECRET_ACCESS_KEY)
                        || properties.contains(ProfileProperty.AWS_ACCESS_KEY_ID),
                "it has aws_secret_access_key, but no aws_access_key_id");
        return ProfileCredentialsProvider.builder()
                .profileFile(file)
                .profileName(name)
                .build();
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

    private Map<String, String> properties(String name) {
        return file.profile(name).map(Profile::properties).orElse(Map.of());
    }

    private static String files() {
        return ProfileFileLocation.configurationFilePath() + " and " + ProfileFileLocation.credentialsFilePath();
    }

    private static void check(boolean holds, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
    }
}
