package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.ManifestDigests;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.lock.ImageLocker;
import io.github.ecrmaven.testing.AwsHome;
import io.github.ecrmaven.testing.AwsSettings;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Fault;
import io.github.ecrmaven.testing.Jvm;
import io.github.ecrmaven.testing.ProxyStandIn;
import io.github.ecrmaven.testing.RegistryStandIn;
import io.github.ecrmaven.testing.TestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * A build that pulls an image as the goal does, with stand-ins for AWS, the registry, the engine and a proxy. By
 * default, it signs in with a valid access key, and ECR has the image; the engine decides whether the pull succeeds.
 */
final class FailingBuild implements AutoCloseable {
    static final String HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
    static final String REPOSITORY = HOST + "/team/app";
    static final String IMAGE = REPOSITORY + ":1.0";
    static final String SECRET = "wJalrXUtnFEMI";
    static final String TOKEN = "IQoJb3JpZ2luX2Vj";

    private final AwsSettings files;
    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final EngineStandIn engine = new EngineStandIn();
    private final ProxyStandIn proxy = new ProxyStandIn();
    private final List<AutoCloseable> others = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> placeholders = new HashMap<>();
    private final ConfiguredPull pull = new ConfiguredPull();
    private final AwsHome home;
    private Supplier<String> run = pull::failure;

    FailingBuild(AwsSettings files, SettingsDecrypter decrypter) {
        this.files = files;
        home = new AwsHome(files.folder().resolve("home"));
        pull.decrypter = decrypter;
        pull.dockerHost = engine.uri().toString();
        pull.images = List.of(IMAGE);
        key("AKIAEXAMPLE", SECRET, null);
        aws.accept("AKIAEXAMPLE", SECRET);
        aws.serve(registry);
        registry.push("team/app", "1.0", TestImage.docker("linux/amd64", 1, 1_000));
        files.set("aws.endpointUrl", aws.endpoint().toString());
        files.set("aws.region", "eu-west-1");
        placeholders.put(IMAGE, "{image}");
        placeholders.put(HOST, "{registry}");
        placeholders.put(aws.endpoint().toString(), "{endpoint}");
        placeholders.put(aws.endpoint().getAuthority(), "{aws}");
        placeholders.put(engine.uri().toString(), "{engine}");
        placeholders.put(proxy.uri().toString(), "{proxy}");
        placeholders.put(files.folder().toString(), "{folder}");
    }

    // The parameters of the goal

    ConfiguredPull configured() {
        return pull;
    }

    void images(String... references) {
        pull.images = List.of(references);
    }

    /** Pulls an image by its own name, with a mirror in ECR for Docker Hub. */
    void mirrors(String image) {
        images(image);
        pull.mirrors = List.of(Mirror.parse("docker.io", HOST + "/docker-hub"));
    }

    /** Pulls the images of a compose file. */
    void composeFile(String name, String text) {
        pull.composeFile = hasFile(name, text);
    }

    void key(String id, String secret, String token) {
        pull.accessKeyId = id;
        pull.secretAccessKey = secret;
        pull.sessionToken = token;
    }

    void noKey() {
        key(null, null, null);
    }

    void profile(String name) {
        noKey();
        pull.profile = name;
    }

    void serverId(String id) {
        noKey();
        pull.serverId = id;
    }

    void role(String arn) {
        pull.roleArn = arn;
    }

    // The machine of the user

    /** Adds a server to settings.xml. Its configuration has pairs of a name and a value. */
    void hasServer(String id, String username, String password, String... configuration) {
        var dom = new Xpp3Dom("configuration");
        for (int i = 0; i < configuration.length; i += 2) {
            var element = new Xpp3Dom(configuration[i]);
            element.setValue(configuration[i + 1]);
            dom.addChild(element);
        }
        var server = new Server();
        server.setId(id);
        server.setUsername(username);
        server.setPassword(password);
        server.setConfiguration(dom);
        pull.settings.addServer(server);
    }

    void hasConfig(String text) {
        files.config(text);
    }

    /** Signs in with a profile that has this credential_process in line 2 of its file. */
    void hasProcess(String command) {
        profile("dev");
        hasConfig("[profile dev]\ncredential_process = " + command + "\n");
    }

    /** Runs in a container whose agent does not accept this token. */
    void hasContainer(String token) {
        noKey();
        hasSystemProperty(
                "aws.containerCredentialsFullUri", aws.containerCredentials().toString());
        hasSystemProperty("aws.containerAuthorizationToken", token);
    }

    Path hasFile(String name, String text) {
        return files.file(name, text);
    }

    void hasSystemProperty(String name, String value) {
        files.set(name, value);
    }

    /** Sets this environment variable, which makes the build run in a separate JVM with its own home directory. */
    void hasVariable(String name, String value) {
        environment.put(name, value);
    }

    /** Stores a session as {@code aws sso login} does. AWS accepts neither its access token nor its refresh token. */
    void hasSsoSession(String name, String expiry) {
        hasVariable("AWS_CONFIG_FILE", files.folder().resolve("config").toString());
        home.ssoSession(name, expiry, TOKEN, "refresh" + TOKEN);
    }

    /** Stores a session as {@code aws login} does. AWS does not accept its refresh token. */
    void hasLoginSession(String arn, String expiry) {
        home.loginSession(arn, expiry, SECRET, "refresh" + TOKEN);
        files.set(
                "aws.loginCacheDirectory",
                files.folder().resolve("home/.aws/login/cache").toString());
    }

    // AWS and the connection to it

    AwsStandIn aws() {
        return aws;
    }

    /** Makes ECR respond to GetAuthorizationToken with this error. */
    void ecrSays(int status, String code, String message) {
        aws.fail("GetAuthorizationToken", Fault.status(status, code, message), Fault.ALWAYS);
    }

    /** Makes STS respond to AssumeRole with this error. */
    void stsSays(String code, String message) {
        aws.fail("AssumeRole", Fault.status(403, code, message), Fault.ALWAYS);
    }

    /**
     * Calls this endpoint instead of the stand-in for AWS.
     *
     * @param uri the endpoint; null for AWS itself, whose calls a proxy must intercept
     */
    void endpoint(URI uri) {
        System.clearProperty("aws.endpointUrl");
        pull.endpoint = uri;
        if (uri != null) {
            placeholders.put(uri.toString(), "{endpoint}");
        }
    }

    /** Calls a port that nothing listens on. */
    void endpointIsClosed() {
        endpoint(listener());
        close(others.remove(0));
    }

    /** Calls a port that accepts connections and sends nothing, with a short timeout. */
    void endpointIsSilent() {
        endpoint(listener());
        pull.callTimeout = Duration.ofMillis(500);
    }

    private URI listener() {
        try {
            var listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
            others.add(0, listener);
            return URI.create("http://127.0.0.1:" + listener.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls AWS through a proxy of settings.xml, which forwards nothing by default. */
    ProxyStandIn proxy() {
        var corp = new Proxy();
        corp.setId("corp");
        corp.setHost("127.0.0.1");
        corp.setPort(proxy.uri().getPort());
        pull.settings.addProxy(corp);
        endpoint(null);
        return proxy;
    }

    /** Calls a stand-in for AWS with TLS and an untrusted certificate. */
    void endpointHasTls(AwsStandIn standIn) {
        closes(standIn);
        endpoint(standIn.endpoint());
    }

    /** Cannot resolve any host name, and does not use DNS. */
    void hasNoDns() {
        hasVariable("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hasFile("hosts", ""));
    }

    /** Closes this at the end of the build. */
    void closes(AutoCloseable closeable) {
        others.add(closeable);
    }

    // The registry and the engine

    RegistryStandIn registry() {
        return registry;
    }

    EngineStandIn engine() {
        return engine;
    }

    /** Makes Docker 28 respond to the pull with this message. IMAGE, REPOSITORY and HOST are placeholders. */
    void dockerSays(int status, String words) {
        engine.answer("POST /images/create", status, "{\"message\":\"" + json(words) + "\"}");
    }

    /** Replaces the image in the registry by this artifact. */
    void pushes(TestImage artifact) {
        registry.push("team/app", "1.0", artifact);
    }

    /** Makes Docker 28 with the containerd store report success for the pull of an artifact that is not an image. */
    void dockerHasNoImage() {
        engine.pull("{\"status\":\"Status: Downloaded newer image for team/app:1.0\"}");
        engine.answer(
                "GET /images/" + IMAGE + "/json",
                200,
                "{\"Id\":\"sha256:1\",\"Os\":\"\",\"Architecture\":\"\",\"RootFS\":{}}");
    }

    /** Makes Podman respond to the pull with this message. */
    void podmanSays(int status, String words) {
        engine.answer(
                "GET /version",
                200,
                "{\"Version\":\"5.8.6\",\"ApiVersion\":\"1.44\",\"Components\":[{\"Name\":\"Podman Engine\"}]}");
        dockerSays(status, words);
    }

    /** Makes Docker 28 send this error message during the pull. */
    void dockerSaysLater(String words) {
        engine.pull(
                "{\"status\":\"Pulling from team/app\"}", "{\"errorDetail\":{\"message\":\"" + json(words) + "\"}}");
    }

    private static String json(String words) {
        return words.replace("IMAGE", IMAGE)
                .replace("REPOSITORY", REPOSITORY)
                .replace("HOST", HOST)
                .replace("\"", "\\\"");
    }

    // The pull

    /** Fails with this, for failures that the stand-ins cannot cause. */
    void fails(ExplainedException failure) {
        run = failure::getMessage;
    }

    /** Locks an image under its own name, with a mirror in ECR for Docker Hub, instead of pulling it. */
    void locks(String image) {
        run = () -> {
            var mirrors = new Mirrors(List.of(Mirror.parse("docker.io", registry.host() + "/docker-hub")));
            ImageReference own = ImageReference.parse(image);
            var locked = new ImageToPull(
                    new EngineNames(mirrors.inEcr(own).orElseThrow(), own, null),
                    EcrRegistry.declared(registry.host(), "eu-west-1"),
                    null,
                    PullPolicy.IF_NOT_PRESENT,
                    null);
            placeholders.put(registry.host(), "{registry}");
            try (AwsSession session = SignIns.session(
                    new AccessKey("AKIAEXAMPLE", new Secret(SECRET), null, "the test"), aws.endpoint())) {
                var tokens = new AuthorizationTokens(session, new ConcurrentHashMap<>(), line -> {}, line -> {});
                new ImageLocker(tokens, new ManifestDigests(session, line -> {}), line -> {}).lock(List.of(locked));
                return "locked";
            } catch (ExplainedException e) {
                return e.getMessage();
            }
        };
    }

    /** Pulls, and returns the message of the failure, with placeholders for values that vary from run to run. */
    String failure() {
        String said = environment.isEmpty() ? failureInThisJvm() : failureInSeparateJvm();
        for (String value : placeholders.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList()) {
            said = said.replace(value, placeholders.get(value));
        }
        return said;
    }

    private String failureInThisJvm() {
        return run.get();
    }

    private String failureInSeparateJvm() {
        environment.put("HOME", files.folder().resolve("home").toString());
        String endpoint = System.getProperty("aws.endpointUrl");
        if (pull.endpoint != null || endpoint != null) {
            environment.put("AWS_ENDPOINT_URL", pull.endpoint == null ? endpoint : pull.endpoint.toString());
        }
        return Jvm.run(
                ConfiguredPull.class,
                environment,
                Stream.of(pull.dockerHost, pull.images.get(0), pull.profile)
                        .filter(argument -> argument != null)
                        .toArray(String[]::new));
    }

    @Override
    public void close() {
        others.forEach(FailingBuild::close);
        proxy.close();
        engine.close();
        registry.close();
        aws.close();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
