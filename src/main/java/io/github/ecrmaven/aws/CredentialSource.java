package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Secret;

/** Where the credentials for a registry come from; {@code toString} is its kind as the log names it, never a secret. */
public sealed interface CredentialSource {
    /**
     * An access key.
     *
     * @param accessKeyId the ID, which is no secret but stays out of the log
     * @param secretAccessKey the key
     * @param sessionToken of a temporary key; null for one that lasts
     * @param origin where the key was read
     */
    record AccessKey(String accessKeyId, Secret secretAccessKey, Secret sessionToken, String origin)
            implements CredentialSource {
        /**
         * How the IDs of temporary keys begin, see
         * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
         */
        private static final String TEMPORARY = "ASIA";

        /** No secret access key is that long, but every ECR token is. */
        private static final int LONGEST_KEY = 128;

        /**
         * Refuses what cannot be an access key.
         *
         * @throws ExplainedException when a temporary key lacks its session token, a token is given for the key, or a
         *     part has a line break or the like in it
         */
        public AccessKey {
            accessKeyId = accessKeyId.strip();
            SecretText.require(accessKeyId, "the access key ID of " + origin);
            SecretText.require(secretAccessKey.reveal(), "the secret access key of " + origin);
            if (sessionToken != null) {
                SecretText.require(sessionToken.reveal(), "the session token of " + origin);
            }
            if (secretAccessKey.reveal().length() > LONGEST_KEY) {
                throw ExplainedException.configuration("the secret access key of " + origin + " is too long to be one;"
                        + " if it is an ECR token, as 'aws ecr get-login-password' prints it, its user name is AWS");
            }
            if (sessionToken == null && isTemporary(accessKeyId)) {
                throw ExplainedException.configuration("the access key of " + origin
                        + " is temporary (ASIA…), but it has no session token. Add the sessionToken that came with it");
            }
        }

        /** Returns whether this is the ID of a key that is good for nothing without its session token. */
        static boolean isTemporary(String accessKeyId) {
            return accessKeyId.startsWith(TEMPORARY);
        }

        @Override
        public String toString() {
            return "access key of " + origin;
        }
    }

    /**
     * A profile of the AWS config and credentials files.
     *
     * @param name the profile's name
     */
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
     * @param origin where the token was read
     */
    record EcrToken(Secret password, String origin) implements CredentialSource {
        /**
         * Refuses what cannot be a token.
         *
         * @throws ExplainedException when a part of an access key is given, or it has a line break or the like in it
         */
        public EcrToken {
            password = new Secret(password.reveal().strip());
            SecretText.require(password.reveal(), "the password of " + origin);
            if (password.reveal().matches("A[KS]IA[A-Z0-9]{12,}|[A-Za-z0-9/+]{40}")) {
                throw ExplainedException.configuration("the password of " + origin + " is part of an access key, not an"
                        + " ECR token. With an access key the user name is its ID and the password its secret; only"
                        + " with a token, as 'aws ecr get-login-password' prints it, the user name is AWS");
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
     * @param source what signs in to AWS STS; no {@link EcrToken}
     * @param role the role
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
     * @param explicitSources what had been looked at before, for the error when the chain finds nothing
     */
    record DefaultChain(String explicitSources) implements CredentialSource {
        @Override
        public String toString() {
            return "AWS default chain";
        }
    }
}
