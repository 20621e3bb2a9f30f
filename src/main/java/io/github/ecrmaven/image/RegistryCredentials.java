package io.github.ecrmaven.image;

/**
 * The user name and password for a registry.
 *
 * @param username the user name; for ECR always {@value #ECR_USERNAME}
 * @param password for ECR the decoded authorization token
 */
public record RegistryCredentials(String username, Secret password) {
    /** The user name of all ECR registries. */
    public static final String ECR_USERNAME = "AWS";
}
