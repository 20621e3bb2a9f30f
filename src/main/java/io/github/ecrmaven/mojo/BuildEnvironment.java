package io.github.ecrmaven.mojo;

import io.github.ecrmaven.image.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;

/** Reads the environment of a build from its session: that of whoever called Maven, also where a daemon runs it. */
final class BuildEnvironment {
    /** What Maven puts before the name of a variable among the system properties of a build. */
    private static final String VARIABLE = "env.";

    private BuildEnvironment() {}

    /** Returns the variables, and the system properties, among which those of the command line come first. */
    static Environment of(MavenSession session) {
        Properties system = session.getSystemProperties();
        Properties user = session.getUserProperties();
        Map<String, String> variables = new HashMap<>();
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(VARIABLE)) {
                variables.put(name.substring(VARIABLE.length()), system.getProperty(name));
            }
        }
        return new Environment(variables, name -> user.getProperty(name, system.getProperty(name)));
    }
}
