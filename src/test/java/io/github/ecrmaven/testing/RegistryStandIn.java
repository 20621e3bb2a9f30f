package io.github.ecrmaven.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** An Amazon ECR registry to pull from, by plain HTTP. */
public final class RegistryStandIn implements AutoCloseable {
    private final Predicate<String> passwords;
    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final Faults faults = new Faults();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StandInServer server = new StandInServer(this::answer);
    private volatile int bytesPerSecond = Integer.MAX_VALUE;

    /** A registry that lets the user {@code AWS} in with any of these passwords. */
    public RegistryStandIn(Predicate<String> passwords) {
        this.passwords = passwords;
        server.start();
    }

    /** The host and port that begin the name of an image here. */
    public String host() {
        return server.host();
    }

    /** Makes an image available under a tag, and under its digest. */
    public void push(String repository, String tag, TestImage image) {
        String path = "/v2/" + repository;
        image.blobs().forEach(blob -> contents.put(path + "/blobs/" + blob.digest(), blob));
        image.manifests().forEach(manifest -> contents.put(path + "/manifests/" + manifest.digest(), manifest));
        contents.put(path + "/manifests/" + tag, image.manifest());
    }

    /** From now on sends no more than this on each connection. */
    public void throttle(int speed) {
        bytesPerSecond = speed;
    }

    /** Answers the next request whose path contains this text with a fault. */
    public void fail(String path, Fault fault) {
        fail(path, fault, 1);
    }

    /**
     * Answers the next requests whose path contains this text with a fault, that many times or {@link Fault#ALWAYS}.
     */
    public void fail(String path, Fault fault, int times) {
        faults.add(path, fault, times);
    }

    /** Every request until now, in the order of arrival, as {@code GET /v2/team/app/manifests/1.0}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        requests.add(request.method() + " " + request.path());
        return faults.answer(request.path()::contains, () -> content(request), this::error)
                .with("Docker-Distribution-Api-Version", "registry/2.0")
                .at(bytesPerSecond);
    }

    private Reply content(Request request) {
        if (!authorized(request.header("Authorization").orElse(""))) {
            throw new Refusal(401, "UNAUTHORIZED", "Not Authorized");
        }
        String path = request.path();
        if (path.equals("/v2/")) {
            return Reply.of(200, "application/json", "{}");
        }
        Content content = contents.get(path);
        if (content == null) {
            throw notFound(path);
        }
        return Reply.of(200, content).with("Docker-Content-Digest", content.digest());
    }

    private boolean authorized(String authorization) {
        if (!authorization.startsWith("Basic ")) {
            return false;
        }
        byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
        String[] credentials = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        return credentials.length == 2 && credentials[0].equals("AWS") && passwords.test(credentials[1]);
    }

    private Refusal notFound(String path) {
        String repository = path.replaceFirst("/(manifests|blobs)/[^/]+$", "/");
        if (contents.keySet().stream().noneMatch(known -> known.startsWith(repository))) {
            String name = repository.replaceAll("^/v2/|/$", "");
            return new Refusal(
                    404,
                    "NAME_UNKNOWN",
                    "The repository with name '" + name + "' does not exist in the registry with id '"
                            + AwsStandIn.ACCOUNT_ID + "'");
        }
        return path.contains("/manifests/")
                ? new Refusal(404, "MANIFEST_UNKNOWN", "Requested image not found")
                : new Refusal(404, "BLOB_UNKNOWN", "Requested layer not found");
    }

    private Reply error(Refusal refusal) {
        return switch (refusal.status()) {
            case 401 ->
                Reply.of(401, "text/plain; charset=utf-8", refusal.getMessage() + "\n")
                        .with(
                                "Www-Authenticate",
                                "Basic realm=\"https://" + host() + "/\",service=\"ecr.amazonaws.com\"");
            case 429 -> errors(refusal).with("Retry-After", "1");
            default -> errors(refusal);
        };
    }

    private static Reply errors(Refusal refusal) {
        Map<String, String> error = Map.of("code", refusal.code(), "message", refusal.getMessage());
        return Reply.of(
                refusal.status(), "application/json; charset=utf-8", Json.write(Map.of("errors", List.of(error))));
    }
}
