package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Role;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.time.Duration;
import java.util.Map;

/**
 * The parameters of a role; each may be null or blank.
 *
 * @param roleArn the role's ARN; without it there is no role
 * @param externalId the external ID, if the role's trust policy asks for one
 * @param roleSessionName the name of the session in AWS CloudTrail
 * @param duration the duration of the session in seconds
 */
record RoleParameters(String roleArn, String externalId, String roleSessionName, String duration) {
    /** Takes the values of elements, by their names. */
    static RoleParameters of(Map<String, String> values) {
        return new RoleParameters(
                values.get("roleArn"), values.get("externalId"), values.get("roleSessionName"), values.get("duration"));
    }

    /**
     * Returns the role; null for none.
     *
     * @param origin where it is written, for errors
     * @throws ExplainedException if the parameters are wrong
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
