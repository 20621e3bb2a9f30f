package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecrmaven.aws.CredentialSource.DefaultChain;
import io.github.ecrmaven.aws.CredentialSource.Profile;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs in with a JVM of its own, for what only the environment can say.
 *
 * @param home the home directory of whoever signs in
 * @param variables of the environment; of AWS and of proxies there are no others
 */
record SignInProcess(Path home, Map<String, String> variables) {
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
    String signIn(String host, String... profile) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                SignInProcess.class.getName(),
                host);
        builder.command().addAll(List.of(profile));
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("AWS_") || name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        environment.put("HOME", home.toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.putAll(variables);
        Path errors = Files.createTempFile(home, "errors", "");
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        assertThat(output).isNotEmpty();
        return output;
    }
}
