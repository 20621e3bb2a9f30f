package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.RegistryAccess.Login;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Amazon ECR registry to pull from, by plain HTTP. */
public final class RegistryStandIn implements AutoCloseable {
    /**
     * A request as it came in, whether it was answered well or not.
     *
     * @param username who the client said to be, empty if it said nothing
     */
    public record Call(String method, String path, String username, String password) {}

    private static final Pattern CONTENT_PATH = Pattern.compile("/v2/(.+)/(manifests|blobs)/[^/]+");

    private final RegistryAccess access;
    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final Faults faults = new Faults();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final StandInServer server = new StandInServer(this::answer);
    private volatile int bytesPerSecond = Integer.MAX_VALUE;

    /** A registry that lets the user {@code AWS} in with any of these passwords. */
    public RegistryStandIn(Predicate<String> passwords) {
        access = new RegistryAccess(passwords);
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

    /** From now on says of these passwords that they have expired: status 403, as Amazon ECR does. */
    public void expire(Collection<String> passwords) {
        access.expire(passwords);
    }

    /** From now on does not know these passwords: status 401, as other registries do. */
    public void revoke(Collection<String> passwords) {
        access.revoke(passwords);
    }

    /** From now on lets everybody pull from a repository, without a password. */
    public void open(String repository) {
        access.open(repository);
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
        return calls.stream().map(call -> call.method() + " " + call.path()).toList();
    }

    /** Every request until now, in the order of arrival, and who made it. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        Login login = Login.of(request);
        calls.add(new Call(request.method(), request.path(), login.username(), login.password()));
        return faults.answer(request.path()::contains, () -> content(request.path(), login), this::error)
                .with("Docker-Distribution-Api-Version", "registry/2.0")
                .at(bytesPerSecond);
    }

    private Reply content(String path, Login login) {
        Matcher matcher = CONTENT_PATH.matcher(path);
        access.check(matcher.matches() ? matcher.group(1) : "", login);
        if (path.equals("/v2/")) {
            return Reply.of(200, "application/json", "{}");
        }
        Content content = contents.get(path);
        if (content == null) {
            throw notFound(path);
        }
        return Reply.of(200, content).with("Docker-Content-Digest", content.digest());
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
                errors(refusal)
                        .with(
                                "Www-Authenticate",
                                "Basic realm=\"https://" + host() + "/\",service=\"ecr.amazonaws.com\"");
            case 429 -> errors(refusal).with("Retry-After", "1");
            default -> errors(refusal);
        };
    }

    private static Reply errors(Refusal refusal) {
        if (refusal.code().isEmpty()) {
            return Reply.of(refusal.status(), "text/plain; charset=utf-8", refusal.getMessage() + "\n");
        }
        Map<String, String> error = Map.of("code", refusal.code(), "message", refusal.getMessage());
        return Reply.of(
                refusal.status(), "application/json; charset=utf-8", Json.write(Map.of("errors", List.of(error))));
    }
}
