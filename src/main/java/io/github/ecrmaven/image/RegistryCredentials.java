package io.github.ecrmaven.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The user name and password for a registry.
 *
 * @param username the user name; for ECR always {@value #ECR_USERNAME}
 * @param password for ECR the decoded authorization token
 */
public record RegistryCredentials(String username, Secret password) {
    /** The user name of all ECR registries. */
    public static final String ECR_USERNAME = "AWS";

    /**
     * Returns both as HTTP's basic authentication and docker's {@code config.json} have them: in base64, and secret.
     */
    public String basic() {
        return Base64.getEncoder()
                .encodeToString((username + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
    }
}
