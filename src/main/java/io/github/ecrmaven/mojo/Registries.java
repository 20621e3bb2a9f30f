package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.CredentialSource;
import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.RegistryAccess;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.SafeMessage;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The registries of a goal's images, and how to sign in to each: by its entry, else by the goal's parameters.
 *
 * @param declared the entries of {@code <registries>}
 * @param credentials the goal's credentials
 * @param region the goal's region, for hosts that do not name one; used only if the host is declared or there is an
 *     endpoint, so that AWS's tokens are never sent to a registry that is not one of AWS
 * @param endpoint the goal's endpoint; null for none
 * @param servers the servers of settings.xml
 */
record Registries(
        List<DeclaredRegistry> declared,
        CredentialParameters credentials,
        String region,
        URI endpoint,
        SettingsServers servers) {
    /**
     * Checks the entries.
     *
     * @throws ExplainedException if two entries are for the same host
     */
    Registries {
        Set<String> hosts = new HashSet<>();
        for (DeclaredRegistry entry : declared) {
            if (!hosts.add(entry.host())) {
                throw ExplainedException.configuration(
                        "two entries of <registries> are for '" + entry.host() + "': keep one of them");
            }
        }
    }

    /**
     * Returns the registry at a host.
     *
     * @throws IllegalArgumentException if the host is neither ECR's nor declared; the message is the reason
     */
    EcrRegistry registry(String host) {
        Optional<DeclaredRegistry> declaration = declaration(host);
        if (EcrRegistry.isEcrHost(host)) {
            EcrRegistry registry = EcrRegistry.parse(host);
            declaration
                    .filter(entry -> entry.isFor(host))
                    .map(DeclaredRegistry::region)
                    .filter(other -> !other.equals(registry.region()))
                    .ifPresent(other -> {
                        throw new IllegalArgumentException("its <registry> declares region '" + other
                                + "', but its host is in " + registry.region() + ": leave out <region>");
                    });
            return registry;
        }
        boolean isDeclared = declaration.filter(entry -> entry.declares(host)).isPresent();
        return isDeclared || endpoint != null
                ? EcrRegistry.declared(
                        host, declaration.map(DeclaredRegistry::region).orElse(region))
                : EcrRegistry.parse(host);
    }

    /**
     * Checks that mirrors are in registries of ECR.
     *
     * @throws ExplainedException if one is at a host that is neither ECR's nor declared
     */
    void check(Mirrors mirrors) {
        for (Mirror mirror : mirrors.all()) {
            String host = mirror.host();
            if (!EcrRegistry.isEcrHost(host)
                    && endpoint == null
                    && declared.stream().noneMatch(entry -> entry.declares(host))) {
                throw ExplainedException.configuration("bad mirror '" + mirror + "': '" + host
                        + "' is not a registry of ECR: ACCOUNT.dkr.ecr.REGION.amazonaws.com. Declare a registry of ECR of"
                        + " another form, as LocalStack's, by its <host> and <region> in <registries>");
            }
        }
    }

    /**
     * Returns the registries of images, and those that entries name without a {@code *}.
     *
     * @throws ExplainedException if the host of an entry cannot be a registry
     */
    Set<EcrRegistry> with(List<ImageToPull> images) {
        Set<EcrRegistry> all = new LinkedHashSet<>();
        images.forEach(image -> all.add(image.registry()));
        for (DeclaredRegistry entry : declared) {
            try {
                if (!entry.isPattern()) {
                    all.add(registry(entry.host()));
                }
            } catch (IllegalArgumentException e) {
                throw ExplainedException.configuration("bad <registry> '" + entry.host() + "': " + SafeMessage.of(e));
            }
        }
        return all;
    }

    /**
     * Returns how to sign in to a registry.
     *
     * @throws ExplainedException if a server of settings.xml is missing, or cannot be used
     */
    RegistryAccess access(EcrRegistry registry) {
        Optional<DeclaredRegistry> declaration = declaration(registry.host());
        CredentialSource source = declaration
                .map(entry -> entry.credentials().source(servers, () -> inherited(registry, entry)))
                .orElseGet(() -> credentials.source(servers, () -> serverOrDefaultChain(registry)));
        return new RegistryAccess(
                registry, source, declaration.map(DeclaredRegistry::endpoint).orElse(endpoint));
    }

    /** The credentials of a declared registry that has none of its own; its role replaces the goal's. */
    private CredentialSource inherited(EcrRegistry registry, DeclaredRegistry entry) {
        CredentialParameters parameters = entry.credentials().role() == null ? credentials : credentials.withoutRole();
        return parameters.source(servers, () -> serverOrDefaultChain(registry));
    }

    private CredentialSource serverOrDefaultChain(EcrRegistry registry) {
        String host = registry.host();
        return servers.find(host)
                .orElseGet(() -> new DefaultChain("registries, profile, serverId, settings.xml server '" + host + "'"));
    }

    /** The entry with exactly this host, else the first whose pattern matches. */
    private Optional<DeclaredRegistry> declaration(String host) {
        return Stream.concat(
                        declared.stream().filter(entry -> entry.isFor(host)),
                        declared.stream().filter(entry -> entry.matches(host)))
                .findFirst();
    }
}
