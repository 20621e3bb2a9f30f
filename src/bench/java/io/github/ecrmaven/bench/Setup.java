package io.github.ecrmaven.bench;

import io.github.ecrmaven.bench.Tool.Images;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.engine.EngineAddress;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.engine.EngineLocator;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.Certificates;
import io.github.ecrmaven.testing.EngineProxy;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** What all tools work with: eight images in a registry stand-in, a stand-in for AWS, and the user's engine. */
final class Setup implements AutoCloseable {
    private static final int IMAGES = 8;
    private static final int LAYERS = 4;
    private static final int LAYER_BYTES = 8 << 20;
    /** The size of all images in MiB. */
    static final int MEBIBYTES = IMAGES * LAYERS * (LAYER_BYTES >> 20);

    private static final int BYTES_PER_SECOND = 8 << 20;
    private static final Duration LATENCY = Duration.ofMillis(20);
    /** The pause before each run: the engine and the disk still work after images have been pulled or removed. */
    private static final Duration REST = Duration.ofSeconds(2);

    private static final List<String> KEY =
            List.of("AKIAENVIRONMENT00001", "environment/secret+wJalrXUtnFEMIK7MDENGbPxR");
    /** The password with which the docker CLI and fabric8's plugin are signed in before they start. */
    private static final String READY_TOKEN = "ready/token+of-earlier";

    private final EngineAddress address =
            new EngineLocator(Environments.ofJvm(), System.err::println).locate(null, null, null);
    private final ContainerEngine engine = Engines.connect(address);
    private final EngineProxy proxy = address.uri().getScheme().equals("unix") ? new EngineProxy(address.uri()) : null;
    private final Path folder = Files.createTempDirectory("ecr-bench");
    private final Certificates certificates = Certificates.ofThisJvm();
    private final SSLContext tls = certificates.server("server");
    private final AwsStandIn aws = new AwsStandIn(tls);
    private final RegistryStandIn registry =
            new RegistryStandIn(password -> aws.issued(password) || password.equals(READY_TOKEN), tls);
    private final List<URI> layers = new CopyOnWriteArrayList<>();
    private final List<ImageReference> images;
    private final Path reactor;
    private final Commands commands;

    Setup() throws IOException {
        aws.accept(KEY.get(0), KEY.get(1));
        long seed = System.nanoTime();
        images = IntStream.rangeClosed(1, IMAGES)
                .parallel()
                .mapToObj(number -> push("bench/app" + number, seed + number))
                .toList();
        registry.throttle(BYTES_PER_SECOND);
        registry.fail("", Fault.delay(LATENCY), Fault.ALWAYS);
        aws.fail("GetAuthorizationToken", Fault.delay(LATENCY), Fault.ALWAYS);
        reactor = Reactor.write(folder.resolve("modules"));
        TrustStore.write(trustStore(), certificates.certificate("authority"));
        Files.writeString(settings(), "<settings />");
        Files.writeString(folder.resolve("config.json"), """
                {"auths": {"%s": {"auth": "%s"}}}
                """.formatted(registry.host(), base64("AWS:" + READY_TOKEN)));
        commands = new Commands(environment(), folder);
    }

    private ImageReference push(String repository, long seed) {
        int[] sizes = IntStream.generate(() -> LAYER_BYTES).limit(LAYERS).toArray();
        TestImage image = TestImage.docker("linux/amd64", seed, sizes);
        registry.push(repository, "1", image);
        String blobs = "https://" + registry.host() + "/v2/" + repository + "/blobs/";
        IntStream.range(0, LAYERS).forEach(layer -> layers.add(URI.create(blobs + image.layer(layer))));
        return ImageReference.parse(registry.host() + "/" + repository + ":1");
    }

    RegistryStandIn registry() {
        return registry;
    }

    AwsStandIn aws() {
        return aws;
    }

    EngineDescription engine() {
        return engine.descriptionWithStore();
    }

    /** Returns an empty settings.xml. */
    Path settings() {
        return folder.resolve("settings.xml");
    }

    /** Returns the POM of a reactor with many modules. */
    Path reactor() {
        return reactor;
    }

    /** Returns the option by which this plugin reaches the engine through a proxy that counts the requests. */
    String countedEngine() {
        return "-Decr.dockerHost=" + (proxy == null ? address.text() : proxy.uri());
    }

    List<String> images() {
        return images.stream().map(ImageReference::toString).toList();
    }

    private Path trustStore() {
        return folder.resolve("trusted.jks");
    }

    /** Brings the engine into the state that a tool starts from, runs the tool, and checks what it did. */
    Run run(Tool tool) throws ToolFailedException, IOException, InterruptedException {
        if (tool.commands().isEmpty()) {
            return new Link(tls.getSocketFactory(), "Basic " + base64("AWS:" + READY_TOKEN)).download(layers);
        }
        if (tool.before() == Images.NONE) {
            removeImages();
        } else if (tool.before() == Images.ALL && !hasImages()) {
            throw new ToolFailedException("not run: its images are not in the engine");
        }
        Thread.sleep(REST.toMillis());
        int tokensBefore = tokenCalls();
        int requestsBefore = registry.requests().size();
        double engineRequestsBefore = engineRequests();
        double cpuSecondsBefore = Commands.cpuSeconds();
        double megabytes = 0;
        long start = System.nanoTime();
        if (tool.atOnce()) {
            megabytes = commands.run(tool.commands());
        } else {
            for (List<String> command : tool.commands()) {
                megabytes = Math.max(megabytes, commands.run(List.of(command)));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = Commands.cpuSeconds() - cpuSecondsBefore;
        List<String> requests =
                registry.requests().subList(requestsBefore, registry.requests().size());
        if (tool.before() == Images.NONE) {
            checkPulled(requests);
        }
        return new Run(
                seconds,
                cpuSeconds,
                megabytes,
                tokenCalls() - tokensBefore,
                requests.size(),
                engineRequests() - engineRequestsBefore);
    }

    /** Runs a command that is not measured. */
    void prepare(List<String> command) throws ToolFailedException, IOException, InterruptedException {
        commands.run(List.of(command));
    }

    /** Ends the current tool; no other is started. */
    void stop() {
        commands.stop();
    }

    private int tokenCalls() {
        return aws.calls("GetAuthorizationToken").size();
    }

    private double engineRequests() {
        return proxy == null ? Double.NaN : proxy.requests().size();
    }

    /**
     * Returns the environment of the tools: with an AWS key and a signed-in docker CLI, without the user's settings.
     */
    private Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", KEY.get(0),
                "AWS_SECRET_ACCESS_KEY", KEY.get(1),
                "AWS_CONFIG_FILE", folder.resolve("no-aws-config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                        folder.resolve("no-aws-credentials").toString(),
                "DOCKER_CONFIG", folder.toString(),
                "MAVEN_OPTS", "-Djavax.net.ssl.trustStore=" + trustStore(),
                "MAVEN_BASEDIR", folder.toString(), // not the checkout, whose .mvn is for its own build
                "MAVEN_SKIP_RC", "true");
    }

    private boolean hasImages() {
        return images.stream().allMatch(image -> engine.find(image, null).isPresent());
    }

    /** Checks that all layers and configurations were downloaded, so that the engine had none of them before. */
    private void checkPulled(List<String> requests) throws ToolFailedException {
        if (!hasImages()) {
            throw new ToolFailedException("did not pull all images");
        }
        long blobs = requests.stream()
                .filter(request -> request.startsWith("GET ") && request.contains("/blobs/"))
                .distinct()
                .count();
        if (blobs < images.size() * (LAYERS + 1L)) {
            throw new ToolFailedException("pulled only " + blobs + " blobs: the engine still had the others");
        }
    }

    /** Removes the images, their layers and the images built from them, and checks that they are gone. */
    private void removeImages() {
        images.stream()
                .flatMap(
                        image -> Stream.of(ImageReference.parse(image.toString().replace("/bench/", "/built/")), image))
                .forEach(image -> engine.images().remove(image, true, false));
        if (images.stream().anyMatch(image -> engine.find(image, null).isPresent())) {
            throw new IllegalStateException("the engine keeps an image that was removed");
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stops the stand-ins, and removes the images and files of the bench. */
    @Override
    public void close() throws IOException {
        registry.close();
        removeImages();
        if (proxy != null) {
            proxy.close();
        }
        engine.close();
        aws.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
