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
 * Signs in with a JVM of its own, for what only the environment can say.
 *
 * @param home the home directory of whoever signs in
 * @param variables of the environment; of AWS and of proxies there are no others
 */
public record SignInProcess(Path home, Map<String, String> variables) {
    /**
     * The program of that JVM: signs in to a host, with the profile that is the second argument or the default chain.
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

    /** Returns what the log says of signing in to a host, with a profile or the default chain. */
    public String signIn(String host, String... profile) {
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("HOME", home.toString());
        environment.put("USERPROFILE", home.toString()); // the same on Windows
        return Jvm.run(
                SignInProcess.class,
                environment,
                Stream.concat(Stream.of(host), Stream.of(profile)).toArray(String[]::new));
    }
}
