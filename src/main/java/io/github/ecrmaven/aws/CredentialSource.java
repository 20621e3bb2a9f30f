package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;

/** The source of the credentials for a registry; {@code toString} is its kind as the log names it, without secrets. */
public sealed interface CredentialSource {
    /**
     * An access key.
     *
     * @param accessKeyId the ID, which is not secret, but not logged either
     * @param sessionToken the session token of a temporary key; null for a permanent one
     * @param origin where the key is configured, as messages name it
     */
    record AccessKey(String accessKeyId, Secret secretAccessKey, Secret sessionToken, String origin)
            implements CredentialSource {
        /** Secret access keys are shorter, ECR tokens are longer. */
        private static final int MAX_KEY_LENGTH = 128;

        /**
         * Checks the access key.
         *
         * @throws ExplainedException if a temporary key has no session token, or the secret is an ECR token
         */
        public AccessKey {
            accessKeyId = accessKeyId.strip();
            if (secretAccessKey.reveal().length() > MAX_KEY_LENGTH) {
                throw ExplainedException.configuration("the secret access key of " + origin + " is too long; if"
                        + " it is an ECR token from 'aws ecr get-login-password', set the user name to AWS");
            }
            if (sessionToken == null && isTemporary(accessKeyId)) {
                throw ExplainedException.configuration("the access key of " + origin
                        + " is temporary (ASIA…), but it has no session token. Add the sessionToken that came with it");
            }
        }

        /**
         * Returns whether this is the ID of a temporary key, which is valid only with its session token, see
         * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
         */
        static boolean isTemporary(String accessKeyId) {
            return accessKeyId.startsWith("ASIA");
        }

        @Override
        public String toString() {
            return "access key of " + origin;
        }
    }

    /** A profile of the AWS config and credentials files. */
    record Profile(String name) implements CredentialSource {
        @Override
        public String toString() {
            return "AWS profile '" + name + "'";
        }
    }

    /**
     * A ready ECR authorization token, decoded, as {@code aws ecr get-login-password} prints it.
     *
     * @param password the token
     * @param origin where the token is configured, as messages name it
     */
    record EcrToken(Secret password, String origin) implements CredentialSource {
        /**
         * Checks the token.
         *
         * @throws ExplainedException if it is a part of an access key, or has a character that no token has
         */
        public EcrToken {
            password = new Secret(password.reveal().strip());
            SecretText.require(password.reveal(), "the password of " + origin);
            if (password.reveal().matches("A[KS]IA[A-Z0-9]{12,}|[A-Za-z0-9/+]{40}")) {
                throw ExplainedException.configuration("the password of " + origin + " is part of an access"
                        + " key, not an ECR token. For an access key, set the user name to its ID and the"
                        + " password to its secret; the user name AWS is only for a token from 'aws ecr"
                        + " get-login-password'");
            }
        }

        @Override
        public String toString() {
            return "ECR token of " + origin;
        }
    }

    /**
     * A role, assumed with the credentials of another source.
     *
     * @param source the source of the credentials for AWS STS; not an {@link EcrToken}
     */
    record AssumedRole(CredentialSource source, Role role) implements CredentialSource {
        @Override
        public String toString() {
            return role + " assumed with " + source;
        }
    }

    /**
     * AWS's default chain: system properties, environment, web identity, profile, container, instance.
     *
     * @param explicitSources the sources that were tried before, for the message if the chain finds nothing
     */
    record DefaultChain(String explicitSources) implements CredentialSource {
        @Override
        public String toString() {
            return "AWS default chain";
        }
    }
}
