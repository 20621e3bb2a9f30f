package io.github.ecrmaven.engine;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import java.net.URI;

/**
 * What docker-java is told: no more than the engine's address and API version. Its own configuration would read system
 * properties, and registry passwords from docker's {@code config.json}.
 */
record EngineConfig(EngineAddress address, RemoteApiVersion apiVersion) implements DockerClientConfig {
    @Override
    public URI getDockerHost() {
        return address.uri();
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return apiVersion;
    }

    /** Nothing: {@link ContainerEngine#connect} makes the connection. */
    @Override
    @SuppressWarnings("deprecation")
    public com.github.dockerjava.core.SSLConfig getSSLConfig() {
        return null;
    }

    @Override
    public String getRegistryUsername() {
        return null;
    }

    @Override
    public String getRegistryPassword() {
        return null;
    }

    @Override
    public String getRegistryEmail() {
        return null;
    }

    @Override
    public String getRegistryUrl() {
        return null;
    }

    @Override
    public AuthConfig effectiveAuthConfig(String imageName) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }
}
