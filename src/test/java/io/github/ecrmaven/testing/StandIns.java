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

/** The stand-ins for AWS and registries that a build under src/it uses, and its container engine. */
public final class StandIns implements AutoCloseable {
    /** The access key in the environment of the builds, see pom.xml. */
    private static final List<String> ENVIRONMENT_KEY =
            List.of("AKIAENVIRONMENT00001", "environment/secret+wJalrXUtnFEMIK7MDENGbPxR");
    /** The access key of the servers in the settings of the builds. */
    private static final List<String> SERVER_KEY =
            List.of("AKIASERVER0000000001", "server/secret+je7MtGbClwBFdeHoHy2UyvT7QbV1Jx");

    /** A registry password that the stand-in for AWS did not issue, for servers in the settings with the user AWS. */
    private static final String READY_TOKEN = "ready/token+of-earlier";

    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(this::isPassword);
    private final ContainerEngine engine = Engines.connect(Engines.here());
    private final Map<String, RegistryStandIn> others = new ConcurrentHashMap<>();
    private final Set<ImageReference> pushed = ConcurrentHashMap.newKeySet();
    private final Properties userProperties;

    /** Starts the stand-ins, and passes their addresses to a build as user properties. */
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

    /** Creates a registry that only a principal can pull from, and passes its host to builds as this property. */
    public RegistryStandIn registryOf(String arn, String property) {
        var other = new RegistryStandIn(password -> aws.owner(password).equals(arn));
        others.put(property, other);
        userProperties.setProperty(property, other.host());
        return other;
    }

    /** Returns another registry of the same AWS, whose host is passed to builds as the property registry.NAME. */
    public RegistryStandIn registry(String name) {
        return others.computeIfAbsent(name, absent -> {
            var other = new RegistryStandIn(this::isPassword);
            userProperties.setProperty("registry." + name, other.host());
            return other;
        });
    }

    /** Pushes a new image with three layers to the default registry, and returns its reference. */
    public String push(String repository, String tag) {
        return push(registry, repository, tag);
    }

    /** Pushes a new image with three layers to a registry, and returns its reference. */
    public String push(RegistryStandIn to, String repository, String tag) {
        to.push(repository, tag, TestImage.docker("linux/amd64", System.nanoTime(), 400_000, 200_000, 2_000));
        ImageReference reference = ImageReference.parse(to.host() + "/" + repository + ":" + tag);
        pushed.add(reference);
        return reference.toString();
    }

    /** Returns all secrets of the stand-ins, which no log may contain. */
    public Set<String> secrets() {
        Set<String> secrets = aws.secrets();
        secrets.add(READY_TOKEN);
        return secrets;
    }

    /** Pulls an image into the engine, as a user may have done before the build. */
    public void pull(String reference) {
        var credentials = new RegistryCredentials("AWS", new Secret(READY_TOKEN));
        engine.pull(ImageReference.parse(reference), null, credentials, layer -> {});
    }

    /** Returns whether the engine has an image of the default registry, such as {@code team/app:1.0}. */
    public boolean inEngine(String name) {
        return engine.find(reference(name), null).isPresent();
    }

    /** Returns the names of all images in the engine, one per line. */
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

    /** Stops the stand-ins, and removes their images from the engine. */
    @Override
    public void close() {
        pushed.forEach(reference -> engine.images().remove(reference, true, false));
        engine.close();
        registry.close();
        others.values().forEach(RegistryStandIn::close);
        aws.close();
    }
}
