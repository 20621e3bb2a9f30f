package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Problems;
import io.github.ecrmaven.image.SafeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * Reads the elements of {@code <images>}, {@code <registries>} and {@code <mirrors>}, and reports a misspelt one by its
 * name, where Maven would report a missing field of a class.
 *
 * @param expressions evaluates the texts of elements
 */
record ElementReader(Expressions expressions) {
    private static final Set<String> OF_IMAGE = Set.of("id", "localTag", "name", "platform", "pullPolicy");

    private static final Set<String> OF_REGISTRY = Set.of(
            "accessKeyId",
            "duration",
            "endpoint",
            "externalId",
            "host",
            "profile",
            "region",
            "roleArn",
            "roleSessionName",
            "secretAccessKey",
            "serverId",
            "sessionToken");

    private static final String UPSTREAM = "upstream";
    private static final String REGISTRY = "registry";
    private static final Set<String> OF_MIRROR = Set.of(UPSTREAM, REGISTRY);

    /**
     * Reads the images: elements, or references separated by commas.
     *
     * @param images null for none
     * @throws ExplainedException if there is an unknown element
     */
    List<ImageParameter> images(PlexusConfiguration images) {
        if (images == null) {
            return List.of();
        }
        List<ImageParameter> read = new ArrayList<>();
        commaSeparated(images).forEach(reference -> read.add(ImageParameter.of(reference)));
        for (PlexusConfiguration element : children(images, "image")) {
            read.add(
                    element.getChildCount() == 0
                            ? ImageParameter.of(expressions.evaluate(element.getValue()))
                            : ImageParameter.of(values(element, OF_IMAGE, "an <image>")));
        }
        return read;
    }

    /** Returns the parts of a text that is given in place of elements. */
    private List<String> commaSeparated(PlexusConfiguration parameter) {
        String list = expressions.evaluate(parameter.getValue());
        return parameter.getChildCount() > 0 || ParameterText.isBlank(list) ? List.of() : List.of(list.split(",", -1));
    }

    /**
     * Reads the registries: of each, the values of its elements by their names.
     *
     * @param registries null for none
     * @throws ExplainedException if there is an unknown element
     */
    List<Map<String, String>> registries(PlexusConfiguration registries) {
        return registries == null
                ? List.of()
                : children(registries, "registry").stream()
                        .map(element -> values(element, OF_REGISTRY, "a <registry>"))
                        .toList();
    }

    private Map<String, String> values(PlexusConfiguration element, Set<String> names, String called) {
        Map<String, String> values = new HashMap<>();
        if (!ParameterText.isBlank(element.getValue())) {
            throw ExplainedException.configuration(called + " has a text, but takes elements: " + listed(names)
                    + ". If a parent POM or the plugin's own <configuration> has such a list too, Maven has merged both:"
                    + " write combine.self=\"override\" in the tag of the list that shall count");
        }
        for (PlexusConfiguration child : element.getChildren()) {
            requireKnown(child, names, called);
            values.put(child.getName(), value(child));
        }
        return values;
    }

    /**
     * Reads the mirrors: elements, or {@code UPSTREAM=REGISTRY} separated by commas.
     *
     * @param mirrors null for none
     * @throws ExplainedException if there is an unknown element, or something else than a mirror
     */
    Mirrors mirrors(PlexusConfiguration mirrors) {
        if (mirrors == null) {
            return Mirrors.NONE;
        }
        List<Map<String, String>> written = new ArrayList<>();
        for (String mirror : commaSeparated(mirrors)) {
            String[] sides = mirror.split("=", 2);
            written.add(Map.of(UPSTREAM, sides[0], REGISTRY, sides.length == 2 ? sides[1] : ""));
        }
        children(mirrors, "mirror").forEach(element -> written.add(values(element, OF_MIRROR, "a <mirror>")));
        return mirrors(written);
    }

    private static Mirrors mirrors(List<Map<String, String>> written) {
        List<Mirror> mirrors = new ArrayList<>();
        var problems = new Problems();
        for (Map<String, String> mirror : written) {
            String upstream =
                    Objects.requireNonNullElse(mirror.get(UPSTREAM), "").strip();
            String registry =
                    Objects.requireNonNullElse(mirror.get(REGISTRY), "").strip();
            try {
                mirrors.add(Mirror.parse(upstream, registry));
            } catch (IllegalArgumentException e) {
                problems.add("bad mirror '" + upstream + "=" + registry + "'", SafeMessage.of(e));
            }
        }
        problems.throwIfAny();
        return new Mirrors(mirrors);
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

    private static void requireKnown(PlexusConfiguration element, Set<String> names, String parent) {
        if (!names.contains(element.getName())) {
            throw ExplainedException.configuration(parent + " has the unknown element <" + element.getName()
                    + ">"
                    + Spelling.meant(element.getName(), names)
                            .map(meant -> ": did you mean <" + meant + ">?")
                            .orElse(".")
                    + " It may have " + listed(names));
        }
    }

    private static String listed(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(">, <", "<", ">"));
    }

    private String value(PlexusConfiguration element) {
        String value = expressions.evaluate(element.getValue());
        return ParameterText.isBlank(value) ? null : value.strip();
    }
}
