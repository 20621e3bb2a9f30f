package io.github.ecrmaven.mojo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The configuration of a goal: the command line overrides the POM, and the POM the defaults.
 *
 * @param goal the goal
 * @param commandLine the properties given with {@code -D}
 */
record GoalConfiguration(MojoDescriptor goal, Properties commandLine) {
    /** Each list has choices of which only one may be made, each with the parameters that make it. */
    private static final List<List<Set<String>>> EXCLUSIVE = List.of(
            List.of(Set.of("accessKeyId", "secretAccessKey", "sessionToken"), Set.of("profile"), Set.of("serverId")),
            List.of(Set.of("dockerHost"), Set.of("dockerContext")));

    /**
     * Returns whether the POM and a property set the same parameter, or ones that exclude each other. With Maven alone,
     * the POM overrides the command line then, except for lists, where Maven 3 and 4 differ, or both count.
     *
     * @param pom the configuration of the POM; null for none
     * @param project the properties of the POM
     */
    boolean hasConflict(Xpp3Dom pom, Properties project) {
        Set<String> excluded = excluded();
        return goal.getParameters().stream().anyMatch(parameter -> {
            boolean inPom = pom != null && pom.getChild(parameter.getName()) != null;
            return excluded.contains(parameter.getName())
                    ? inPom || isIn(project, parameter)
                    : inPom && (isIn(project, parameter) || isIn(commandLine, parameter));
        });
    }

    /**
     * Returns the configuration in the form in which Maven takes it.
     *
     * @param pom the configuration of the POM; null for none
     */
    Xpp3Dom with(Xpp3Dom pom) {
        var configuration = new Xpp3Dom("configuration");
        Set<String> excluded = excluded();
        for (Parameter parameter : goal.getParameters()) {
            if (excluded.contains(parameter.getName())) {
                continue;
            }
            Xpp3Dom written = pom == null ? null : pom.getChild(parameter.getName());
            Xpp3Dom chosen = written == null || isIn(commandLine, parameter)
                    ? defaults(parameter)
                    : merged(written, defaults(parameter));
            if (chosen != null) {
                configuration.addChild(chosen);
            }
        }
        return configuration;
    }

    private static boolean isIn(Properties properties, Parameter parameter) {
        String property = property(parameter);
        return property != null && properties.containsKey(property);
    }

    /** Returns the parameters in whose place the command line makes another choice. */
    private Set<String> excluded() {
        Set<String> excluded = new HashSet<>();
        for (List<Set<String>> choices : EXCLUSIVE) {
            List<Set<String>> others = new ArrayList<>(choices);
            if (others.removeIf(this::isChosen)) {
                others.forEach(excluded::addAll);
            }
        }
        return excluded;
    }

    /** A property without a value makes no choice. */
    private boolean isChosen(Set<String> choice) {
        for (String name : choice) {
            if (!commandLine.getProperty("ecr." + name, "").isBlank()) {
                return true;
            }
        }
        return false;
    }

    /** An empty element of the POM gets the default; a list of the POM stays, also if there is a property. */
    private static Xpp3Dom merged(Xpp3Dom written, Xpp3Dom defaults) {
        return written.getChildCount() > 0
                ? new Xpp3Dom(written)
                : Xpp3Dom.mergeXpp3Dom(new Xpp3Dom(written), defaults, Boolean.TRUE);
    }

    /** Returns the property that sets a parameter; null for none. */
    static String property(Parameter parameter) {
        String expression = parameter.getExpression();
        return expression != null && expression.startsWith("${")
                ? expression.substring("${".length(), expression.length() - 1)
                : null;
    }

    private static Xpp3Dom defaults(Parameter parameter) {
        if (parameter.getExpression() == null && parameter.getDefaultValue() == null) {
            return null;
        }
        var defaults = new Xpp3Dom(parameter.getName());
        defaults.setValue(parameter.getExpression());
        if (parameter.getDefaultValue() != null) {
            defaults.setAttribute("default-value", parameter.getDefaultValue());
        }
        return defaults;
    }
}
