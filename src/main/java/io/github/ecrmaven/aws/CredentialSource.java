package io.github.ecrmaven.aws;

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
        @Override
        public String toString() {
            return "ECR token of " + origin;
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
