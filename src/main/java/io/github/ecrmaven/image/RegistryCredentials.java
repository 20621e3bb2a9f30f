package io.github.ecrmaven.image;

/**
 * What a registry asks of who pulls from it.
 *
 * @param username the user name; for ECR always {@value #ECR_USERNAME}
 * @param password for ECR the decoded authorization token
 */
public record RegistryCredentials(String username, Secret password) {
    /** The only user name that ECR knows. */
    public static final String ECR_USERNAME = "AWS";
}
