package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.compose.ComposeReader;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.pull.OneModulePuller;
import io.github.ecrmaven.pull.PlainDisplay;
import io.github.ecrmaven.pull.PullOptions;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** Pulls as the goal does. The fields are the parameters of the goal, and null if they are not set. */
final class ConfiguredPull {
    private static final String ORIGIN = "the goal's parameters";

    final Settings settings = new Settings();
    SettingsDecrypter decrypter;
    String dockerHost;
    List<String> images;
    List<Mirror> mirrors = List.of();
    Path composeFile;
    String platform;
    URI endpoint;
    String accessKeyId;
    String secretAccessKey;
    String sessionToken;
    String profile;
    String serverId;
    String roleArn;
    Duration callTimeout = Duration.ofSeconds(30);

    /** Pulls in a separate JVM. The arguments are the engine, the image and, optionally, the profile. */
    public static void main(String[] arguments) {
        var pull = new ConfiguredPull();
        pull.dockerHost = arguments[0];
        pull.images = List.of(arguments[1]);
        pull.profile = arguments.length < 3 ? null : arguments[2];
        System.out.println(pull.failure());
    }

    /** Pulls, and returns the message of the failure, or "pulled". */
    String failure() {
        try {
            pull();
        } catch (ExplainedException e) {
            return e.getMessage();
        }
        return "pulled";
    }

    private List<ImageParameter> imageParameters() {
        if (composeFile != null) {
            var reader = new ComposeReader(composeFile.getParent(), Environments.ofJvm(), name -> null);
            return ComposeImages.of(reader.read(List.of(composeFile.toString())), image -> true)
                    .images();
        }
        return images.stream().map(ImageParameter::of).toList();
    }

    private void pull() {
        var credentials = new CredentialParameters(
                ORIGIN,
                accessKeyId,
                secretAccessKey == null ? null : new Secret(secretAccessKey),
                sessionToken == null ? null : new Secret(sessionToken),
                profile,
                serverId,
                new RoleParameters(roleArn, null, null, null).role(ORIGIN));
        var registries =
                new Registries(List.of(), credentials, null, endpoint, new SettingsServers(settings, decrypter));
        var known = new Mirrors(mirrors);
        registries.check(known);
        var problems = new ModuleProblems(List.of());
        List<ImageToPull> all = new GoalImages(this::imageParameters, List.of())
                .read(
                        image -> image.toPull(platform, "Always", registries, known, UnaryOperator.identity()),
                        bad -> problems.addBadImage("", bad));
        problems.throwIfAny();
        var proxies = new SettingsProxies(settings, decrypter).active();
        try (AwsSession aws =
                new AwsSession(registries::access, Environments.ofJvm(), proxies, callTimeout, line -> {})) {
            var tokens = new AuthorizationTokens(aws, new ConcurrentHashMap<>(), line -> {}, line -> {});
            new OneModulePuller(
                            () -> Engines.connect(Engines.at(dockerHost)),
                            tokens,
                            new EcrImages(aws),
                            new ConcurrentHashMap<>(),
                            new TagUsage(
                                    new ConcurrentHashMap<>(),
                                    Path.of(
                                            "target/test-pulls",
                                            UUID.randomUUID().toString())),
                            new PullOptions(false, 4, 0, false, ContainerEngine.STALL_TIMEOUT, null),
                            new PlainDisplay(line -> {}),
                            line -> {})
                    .pull(all)
                    .throwIfFailed();
        }
    }
}
