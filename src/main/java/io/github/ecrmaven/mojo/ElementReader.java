package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * Reads the elements of {@code <images>} and {@code <registries>}. Maven could do so, too, but reports a misspelt
 * element only as a missing field of a class.
 *
 * @param expressions evaluates the texts of elements
 */
record ElementReader(Expressions expressions) {
    private static final Map<String, BiConsumer<ImageParameter, String>> OF_IMAGE = Map.of(
            "id", ImageParameter::setId,
            "localTag", ImageParameter::setLocalTag,
            "name", ImageParameter::setName,
            "platform", ImageParameter::setPlatform,
            "pullPolicy", ImageParameter::setPullPolicy);

    private static final Map<String, BiConsumer<RegistryParameter, String>> OF_REGISTRY = Map.of(
            "accessKeyId", RegistryParameter::setAccessKeyId,
            "duration", RegistryParameter::setDuration,
            "endpoint", (registry, text) -> registry.setEndpoint(endpoint(text, "a <registry>")),
            "externalId", RegistryParameter::setExternalId,
            "host", RegistryParameter::setHost,
            "profile", RegistryParameter::setProfile,
            "region", RegistryParameter::setRegion,
            "roleArn", RegistryParameter::setRoleArn,
            "roleSessionName", RegistryParameter::setRoleSessionName,
            "serverId", RegistryParameter::setServerId);

    /** Not evaluated before they are used. */
    private static final Map<String, BiConsumer<RegistryParameter, PlexusConfiguration>> SECRETS = Map.of(
            "secretAccessKey", RegistryParameter::setSecretAccessKey,
            "sessionToken", RegistryParameter::setSessionToken);

    /**
     * Reads the images: elements, or references separated by commas.
     *
     * @param images null for none
     * @throws ExplainedException when there is an unknown element
     */
    List<ImageParameter> images(PlexusConfiguration images) {
        if (images == null) {
            return List.of();
        }
        List<ImageParameter> read = new ArrayList<>();
        String list = expressions.evaluate(images.getValue());
        if (images.getChildCount() == 0 && !ParameterText.isBlank(list)) {
            for (String reference : list.split(",", -1)) {
                read.add(image(reference));
            }
        }
        for (PlexusConfiguration element : children(images, "image")) {
            read.add(element.getChildCount() == 0 ? image(expressions.evaluate(element.getValue())) : image(element));
        }
        return read;
    }

    private static ImageParameter image(String reference) {
        var image = new ImageParameter();
        image.setName(reference);
        return image;
    }

    private ImageParameter image(PlexusConfiguration element) {
        var image = new ImageParameter();
        for (PlexusConfiguration child : element.getChildren()) {
            setter(child, OF_IMAGE, OF_IMAGE.keySet(), "an <image>").accept(image, value(child));
        }
        return image;
    }

    /**
     * Reads the registries.
     *
     * @param registries null for none
     * @throws ExplainedException when there is an unknown element
     */
    List<RegistryParameter> registries(PlexusConfiguration registries) {
        return registries == null
                ? List.of()
                : children(registries, "registry").stream().map(this::registry).toList();
    }

    private RegistryParameter registry(PlexusConfiguration element) {
        Collection<String> names = Stream.concat(OF_REGISTRY.keySet().stream(), SECRETS.keySet().stream())
                .toList();
        var registry = new RegistryParameter();
        for (PlexusConfiguration child : element.getChildren()) {
            BiConsumer<RegistryParameter, PlexusConfiguration> secret = SECRETS.get(child.getName());
            if (secret == null) {
                setter(child, OF_REGISTRY, names, "a <registry>").accept(registry, value(child));
            } else {
                secret.accept(registry, child);
            }
        }
        return registry;
    }

    /**
     * Reads the URL of an API; null for none.
     *
     * @param origin where it is written
     * @throws ExplainedException when it is not a URL
     */
    static URI endpoint(String text, String origin) {
        try {
            return ParameterText.isBlank(text) ? null : new URI(text.strip());
        } catch (URISyntaxException e) {
            throw ExplainedException.configuration(
                    "the endpoint of " + origin + " is not the address of an API, such as https://HOST");
        }
    }

    private static List<PlexusConfiguration> children(PlexusConfiguration parent, String name) {
        List<PlexusConfiguration> children = List.of(parent.getChildren());
        for (PlexusConfiguration child : children) {
            if (!child.getName().equals(name)) {
                throw ExplainedException.configuration("<" + parent.getName() + "> has <" + child.getName()
                        + ">, but takes only <" + name + ">: write <" + parent.getName() + "><" + name + ">…</" + name
                        + "></" + parent.getName() + ">");
            }
        }
        return children;
    }

    private static <T> BiConsumer<T, String> setter(
            PlexusConfiguration element,
            Map<String, BiConsumer<T, String>> setters,
            Collection<String> names,
            String parent) {
        BiConsumer<T, String> setter = setters.get(element.getName());
        if (setter == null) {
            throw ExplainedException.configuration(parent + " has the unknown element <" + element.getName()
                    + ">"
                    + Spelling.meant(element.getName(), names)
                            .map(meant -> ": did you mean <" + meant + ">?")
                            .orElse(".")
                    + " It may have <" + names.stream().sorted().collect(Collectors.joining(">, <")) + ">");
        }
        return setter;
    }

    private String value(PlexusConfiguration element) {
        String value = expressions.evaluate(element.getValue());
        return ParameterText.isBlank(value) ? null : value.strip();
    }
}
