package io.github.ecrmaven.aws;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * An IAM role to assume.
 *
 * @param arn the role's ARN, {@code arn:aws:iam::123456789012:role/NAME}
 * @param externalId the external ID that the role's trust policy requires; null for none
 * @param sessionName the name of the session, which AWS CloudTrail records; null for {@value #SESSION_NAME}
 * @param duration the duration of the session; null for AWS's default, one hour
 */
public record Role(String arn, String externalId, String sessionName, Duration duration) {
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+");
    private static final Duration MIN_DURATION = Duration.ofMinutes(15);
    private static final Duration MAX_DURATION = Duration.ofHours(12);

    /** The default name of sessions. */
    static final String SESSION_NAME = "ecr-maven-plugin";

    /**
     * Checks what AWS STS would refuse (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
     *
     * @throws IllegalArgumentException if the ARN or the duration is invalid; the message is the reason
     */
    public Role {
        sessionName = sessionName == null ? SESSION_NAME : sessionName;
        if (!ARN.matcher(arn).matches()) {
            throw new IllegalArgumentException(
                    "'" + arn + "' is not the ARN of a role: arn:aws:iam::ACCOUNT:role/NAME");
        }
        if (duration != null && (duration.compareTo(MIN_DURATION) < 0 || duration.compareTo(MAX_DURATION) > 0)) {
            throw new IllegalArgumentException("the session of " + arn + " cannot last " + duration.toSeconds()
                    + " seconds: a role allows " + MIN_DURATION.toSeconds() + " to " + MAX_DURATION.toSeconds());
        }
    }

    Integer durationSeconds() {
        return duration == null ? null : Math.toIntExact(duration.toSeconds());
    }

    @Override
    public String toString() {
        return "role " + arn;
    }
}
