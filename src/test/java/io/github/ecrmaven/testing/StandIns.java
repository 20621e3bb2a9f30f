package io.github.ecrmaven.testing;

import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.RegistryCredentials;
import io.github.ecrmaven.image.Secret;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a whole build under src/it talks to: AWS, a registry with images to pull, and the container engine. */
public final class StandIns implements AutoCloseable {
    /** The access key of the builds' environment, see the pom.xml of the plugin. */
    private static final List<String> ENVIRONMENT_KEY =
            List.of("AKIAENVIRONMENT00001", "environment/secret+wJalrXUtnFEMIK7MDENGbPxR");
    /** The access key of the servers in the builds' settings. */
    private static final List<String> SERVER_KEY =
            List.of("AKIASERVER0000000001", "server/secret+je7MtGbClwBFdeHoHy2UyvT7QbV1Jx");

    /** A password that registries know from elsewhere, for servers in the builds' settings whose user is AWS. */
    private static final String READY_TOKEN = "ready/token+of-earlier";

    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(this::isPassword);
    private final ContainerEngine engine = Engines.connect(Engines.here());
    private final Map<String, RegistryStandIn> others = new ConcurrentHashMap<>();
    private final Set<ImageReference> pushed = ConcurrentHashMap.newKeySet();
    private final Properties userProperties;

    /** Starts them, and tells a build where they are by its user properties. */
    public StandIns(Properties userProperties) {
        this.userProperties = userProperties;
        aws.accept(ENVIRONMENT_KEY.get(0), ENVIRONMENT_KEY.get(1));
        aws.accept(SERVER_KEY.get(0), SERVER_KEY.get(1));
        aws.serve(registry);
        userProperties.setProperty("registry", registry.host());
        userProperties.setProperty("ecr.region", "eu-west-1");
        userProperties.setProperty("ecr.endpoint", aws.endpoint().toString());
    }

    /** Returns the stand-in for AWS. */
    public AwsStandIn aws() {
        return aws;
    }

    /** Returns the stand-in for the registry. */
    public RegistryStandIn registry() {
        return registry;
    }

    /** Returns a registry that is for a principal alone. Builds are told where it is by this property. */
    public RegistryStandIn registryOf(String arn, String property) {
        var other = new RegistryStandIn(password -> aws.owner(password).equals(arn));
        others.put(property, other);
        userProperties.setProperty(property, other.host());
        return other;
    }

    /** Returns another registry with the same AWS. Builds are told where it is by the property registry.NAME. */
    public RegistryStandIn registry(String name) {
        return others.computeIfAbsent(name, absent -> {
            var other = new RegistryStandIn(this::isPassword);
            userProperties.setProperty("registry." + name, other.host());
            return other;
        });
    }

    /** Makes an image with three layers of its own available in the registry; returns its reference. */
    public String push(String repository, String tag) {
        return push(registry, repository, tag);
    }

    /** Makes an image with three layers of its own available in a registry; returns its reference. */
    public String push(RegistryStandIn to, String repository, String tag) {
        to.push(repository, tag, TestImage.docker("linux/amd64", System.nanoTime(), 400_000, 200_000, 2_000));
        ImageReference reference = ImageReference.parse(to.host() + "/" + repository + ":" + tag);
        pushed.add(reference);
        return reference.toString();
    }

    /** Everything that no log may show, and that the stand-ins know. */
    public Set<String> secrets() {
        Set<String> secrets = aws.secrets();
        secrets.add(READY_TOKEN);
        return secrets;
    }

    /** Pulls an image into the engine, as somebody does who was there before the build. */
    public void pull(String reference) {
        var credentials = new RegistryCredentials("AWS", new Secret(READY_TOKEN));
        engine.pull(ImageReference.parse(reference), null, credentials, layer -> {});
    }

    /** Returns whether the engine has an image of the registry. */
    public boolean inEngine(String name) {
        return engine.find(reference(name), null).isPresent();
    }

    /** Returns the names of all images that the engine has, a line each. */
    public String engineImages() {
        String names = DockerCli.run("image", "ls", "--format", "  {{.Repository}}:{{.Tag}}");
        return names.isEmpty() ? "  (none)\n" : names;
    }

    private boolean isPassword(String text) {
        return aws.issued(text) || text.equals(READY_TOKEN);
    }

    private ImageReference reference(String name) {
        return ImageReference.parse(registry.host() + "/" + name);
    }

    /** Ends them, and removes from the engine what a build left there. */
    @Override
    public void close() {
        pushed.forEach(reference -> engine.images().remove(reference, true, false));
        engine.close();
        registry.close();
        others.values().forEach(RegistryStandIn::close);
        aws.close();
    }
}
