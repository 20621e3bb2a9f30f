package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.plugin.descriptor.Parameter;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The references {@code ${...}} in the configuration of a goal.
 *
 * @param session the build, which has the properties
 * @param execution the execution of the goal
 */
record Expressions(MavenSession session, MojoExecution execution) {
    /** {@code $${...}} is no reference, but a text. */
    private static final Pattern REFERENCE = Pattern.compile("(?<!\\$)\\$\\{([^{}]+)}");

    /** The prefix of environment variables, which Maven passes as system properties, too. */
    static final String ENVIRONMENT = "env.";

    /** Returns a text with the values of its references; null for null. */
    String evaluate(String text) {
        if (text == null || !text.contains("${")) {
            return text;
        }
        try {
            Object value = new PluginParameterExpressionEvaluator(session, execution).evaluate(text);
            return value == null ? null : value.toString();
        } catch (ExpressionEvaluationException e) {
            throw ExplainedException.configuration("cannot read a parameter: " + SafeMessage.of(e));
        }
    }

    /**
     * Checks that all references in the goal's configuration are set. Maven keeps a reference to nothing as a text, or
     * replaces it by nothing.
     *
     * @throws ExplainedException if one is not set; the message names it and the parameter, but no value
     */
    void requireAllSet() {
        if (execution.getConfiguration() == null) {
            return;
        }
        for (Parameter parameter : execution.getMojoDescriptor().getParameters()) {
            Xpp3Dom element = execution.getConfiguration().getChild(parameter.getName());
            if (element != null && !isDefault(element)) {
                requireSet(element, parameter);
            }
        }
    }

    private static boolean isDefault(Xpp3Dom element) {
        return element.getValue() != null && element.getValue().equals(element.getAttribute("default-value"));
    }

    /** Checks the texts in the POM; for a parameter that is not in the POM, the value of its property. */
    private void requireSet(Xpp3Dom element, Parameter parameter) {
        String text = element.getValue();
        if (text != null && text.equals(parameter.getExpression())) {
            text = property(GoalConfiguration.property(parameter));
        }
        if (text != null) {
            requireSet(parameter.getName(), text);
        }
        for (Xpp3Dom child : element.getChildren()) {
            requireSet(child, parameter);
        }
    }

    /**
     * Returns a property of the command line or the POM, or null. Maven has already replaced references in the POM's
     * properties, except for those that are not set.
     */
    String property(String name) {
        return session.getUserProperties()
                .getProperty(name, session.getCurrentProject().getProperties().getProperty(name));
    }

    private void requireSet(String parameter, String text) {
        nameNotSet(text).ifPresent(name -> {
            throw ExplainedException.configuration("parameter '" + parameter + "' has " + notSet(name)
                    + (name.startsWith(ENVIRONMENT)
                            ? ""
                            : ". Set it in <properties>, or by -D" + name + "=… on the command line"));
        });
    }

    /** Returns the first name that is not set, in the text or in the properties that it refers to; empty for none. */
    private Optional<String> nameNotSet(String text) {
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
            String name = reference.group(1);
            String value = property(name);
            if (value == null ? evaluate("${" + name + "}") == null : value.contains("${" + name + "}")) {
                return Optional.of(name);
            }
            Optional<String> inValue = value == null ? Optional.empty() : nameNotSet(value);
            if (inValue.isPresent()) {
                return inValue;
            }
        }
        return Optional.empty();
    }

    /** Returns the reference in a text and that it is not set, as a part of a sentence; empty without a reference. */
    static Optional<String> notSetIn(String text) {
        Matcher reference = REFERENCE.matcher(text);
        return reference.find() ? Optional.of(notSet(reference.group(1))) : Optional.empty();
    }

    private static String notSet(String name) {
        return "${" + name + "}, but "
                + (name.startsWith(ENVIRONMENT)
                        ? "the environment variable " + name.substring(ENVIRONMENT.length())
                        : "the property " + name)
                + " is not set";
    }
}
