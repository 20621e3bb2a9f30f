package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Signs in with a separate JVM, for tests that need environment variables.
 *
 * @param home the home directory of the user
 * @param variables the environment variables; the JVM has no other variables of AWS or proxies
 */
public record SignInProcess(Path home, Map<String, String> variables) {
    /**
     * The program of that JVM: signs in to the host that is the first argument, with the profile that is the second
     * argument or, without one, with the default chain.
     */
    public static void main(String[] arguments) {
        CredentialSource source = arguments.length == 1 ? new DefaultChain("profile") : new Profile(arguments[1]);
        List<String> log = new ArrayList<>();
        try {
            new SignIns(null, log).signIn(EcrRegistry.parse(arguments[0]), source);
        } catch (ExplainedException e) {
            log.add(e.getMessage());
        }
        log.forEach(System.out::println);
    }

    /** Signs in to a host with a profile or, without one, with the default chain. Returns the log. */
    public String signIn(String host, String... profile) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString());
        environment.put("USERPROFILE", home.toString()); // HOME on Windows
        return Jvm.run(
                SignInProcess.class,
                environment,
                Stream.concat(Stream.of(host), Stream.of(profile)).toArray(String[]::new));
    }
}
