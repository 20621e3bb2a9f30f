package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Role;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.time.Duration;

/**
 * A role as users write it; each part may be null or blank.
 *
 * @param roleArn the role's ARN; without it there is no role
 * @param externalId what the role's trust policy may ask for
 * @param roleSessionName how AWS CloudTrail names the session
 * @param duration of the session in seconds
 */
record RoleParameters(String roleArn, String externalId, String roleSessionName, String duration) {
    /**
     * Returns the role, or null where none is given.
     *
     * @param origin where it is written, for errors
     * @throws ExplainedException when it is none
     */
    Role role(String origin) {
        if (ParameterText.isBlank(roleArn)) {
            check(externalId, "externalId", origin);
            check(roleSessionName, "roleSessionName", origin);
            check(duration, "duration", origin);
            return null;
        }
        try {
            String seconds = ParameterText.blankToNull(duration);
            return new Role(
                    roleArn.strip(),
                    ParameterText.blankToNull(externalId),
                    ParameterText.blankToNull(roleSessionName),
                    seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds.strip())));
        } catch (NumberFormatException e) {
            throw ExplainedException.configuration(
                    "duration '" + duration + "' of " + origin + " is not a number of seconds");
        } catch (IllegalArgumentException e) {
            throw ExplainedException.configuration("bad role of " + origin + ": " + SafeMessage.of(e));
        }
    }

    private static void check(String value, String name, String origin) {
        if (!ParameterText.isBlank(value)) {
            throw ExplainedException.configuration(
                    name + " of " + origin + " is for a role, but roleArn is not set: add it, or leave out " + name);
        }
    }
}
