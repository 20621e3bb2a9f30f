package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.RegistryAccess.Login;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A stand-in for an Amazon ECR registry, over HTTP or HTTPS on 127.0.0.1. */
public final class RegistryStandIn implements AutoCloseable {
    /**
     * A request that the registry received, whether or not it succeeded.
     *
     * @param username the username that the client sent, empty without credentials; {@code anybody} with an anonymous
     *     bearer token
     * @param password the client's password; with a bearer token, the password that the token was issued for
     */
    public record Call(String method, String path, String username, String password) {}

    private static final Pattern CONTENT_PATH = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-\\d*");
    private static final Pattern DOWNLOAD_PATH = Pattern.compile("/layers/(.+)/([^/]+)");

    private final RegistryAccess access;
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
    private final Map<String, TestImage> upstream = new ConcurrentHashMap<>();
    private final Set<String> deniedFetching = ConcurrentHashMap.newKeySet();
    private final Set<String> downloads = ConcurrentHashMap.newKeySet();
    private final Faults faults = new Faults();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final String scheme;
    private final StandInServer server;
    private volatile StandInServer storage;
    private volatile int bytesPerSecond = Integer.MAX_VALUE;

    /** Creates a registry over HTTP that accepts the user {@code AWS} with any of these passwords. */
    public RegistryStandIn(Predicate<String> passwords) {
        this(passwords, "http", ServerSocketFactory.getDefault());
    }

    /** Creates a registry over HTTPS with the certificate of {@code tls}. */
    public RegistryStandIn(Predicate<String> passwords, SSLContext tls) {
        this(passwords, "https", tls.getServerSocketFactory());
    }

    private RegistryStandIn(Predicate<String> passwords, String scheme, ServerSocketFactory sockets) {
        this.access = new RegistryAccess(passwords);
        this.scheme = scheme;
        server = new StandInServer(this::answer, sockets, InstantSource.system());
        storage = server;
        server.start();
    }

    /** Returns the registry's host and port, which is also the prefix of its image references. */
    public String host() {
        return server.host();
    }

    /** Adds an image, which can then be pulled by this tag and by its digest. */
    public void push(String repository, String tag, TestImage image) {
        repositories.computeIfAbsent(repository, name -> new Repository()).push(tag, image);
    }

    /**
     * Adds an image to the upstream registry of a pull-through cache. The cache fetches the image when it is requested
     * by tag, but not when it is requested by digest: https://github.com/aws/containers-roadmap/issues/2837.
     */
    public void pushUpstream(String repository, String tag, TestImage image) {
        upstream.put(repository + ":" + tag, image);
    }

    /**
     * Denies everybody {@code ecr:BatchImportUpstreamImage} or {@code ecr:CreateRepository} from now on. A pull-through
     * cache needs these permissions to fetch an image; without them it answers as if the image did not exist upstream.
     */
    public void denyFetching(String action) {
        deniedFetching.add(action);
    }

    /** Fetches an image into the pull-through cache, unless it is already there or fetching is denied. */
    void fetch(String repository, String tag) {
        TestImage image = upstream.get(repository + ":" + tag);
        boolean isAllowed = !deniedFetching.contains("ecr:BatchImportUpstreamImage")
                && (repositories.containsKey(repository) || !deniedFetching.contains("ecr:CreateRepository"));
        if (image != null
                && isAllowed
                && repository(repository).flatMap(found -> found.find(tag)).isEmpty()) {
            push(repository, tag, image);
        }
    }

    /** Archives an image: it can no longer be pulled, but the Amazon ECR API can still describe it. */
    public void archive(String repository, String tagOrDigest) {
        repository(repository).orElseThrow().archive(tagOrDigest);
    }

    /** Refuses these passwords as expired from now on, with status 403 as Amazon ECR does. */
    public void expire(Collection<String> passwords) {
        access.expire(passwords);
    }

    /** Refuses these passwords as unknown from now on, with status 401 as other registries do. */
    public void revoke(Collection<String> passwords) {
        access.revoke(passwords);
    }

    /**
     * Lets everybody pull from a repository from now on. The registry then issues bearer tokens, as Amazon ECR Public
     * does.
     */
    public void open(String repository) {
        access.open(repository);
    }

    /** Limits the speed of each connection from now on, in bytes per second. */
    public void throttle(int speed) {
        bytesPerSecond = speed;
    }

    /** Redirects requests for blobs to another host from now on, as Amazon ECR redirects to Amazon S3. */
    public void storeBlobsElsewhere() {
        storage = new StandInServer(this::answer, new InetSocketAddress("127.0.0.2", 0));
        storage.start();
    }

    /** Answers the next request whose path contains this text with a fault. */
    public void fail(String path, Fault fault) {
        fail(path, fault, 1);
    }

    /**
     * Answers the next requests whose path contains this text with a fault.
     *
     * @param times how many requests, or {@link Fault#ALWAYS}
     */
    public void fail(String path, Fault fault, int times) {
        faults.add(path, fault, times);
    }

    /** Discards all faults that have not happened yet. */
    public void recover() {
        faults.clear();
    }

    /** Returns how many faults happened so far. */
    public int faultsShown() {
        return faults.shown();
    }

    /** Returns all requests so far in the order of arrival, such as {@code GET /v2/team/app/manifests/1.0}. */
    public List<String> requests() {
        return calls.stream().map(call -> call.method() + " " + call.path()).toList();
    }

    /** Returns all requests so far in the order of arrival, with the credentials of the clients. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }

    Optional<Repository> repository(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    /** Returns a new presigned URL, as those of Amazon S3, from which a blob can be downloaded without credentials. */
    URI downloadUrl(String repository, String digest) {
        String url = "http://" + storage.host() + "/layers/" + repository + "/" + digest + "?X-Amz-Signature="
                + UUID.randomUUID();
        downloads.add(url);
        return URI.create(url);
    }

    private Reply answer(Request request) {
        Login login = access.login(request);
        calls.add(new Call(request.method(), request.path(), login.username(), login.password()));
        return faults.answer(
                        request.path()::contains, () -> content(request, login), refusal -> error(refusal, request))
                .with("Docker-Distribution-Api-Version", "registry/2.0")
                .at(bytesPerSecond);
    }

    private Reply content(Request request, Login login) {
        Matcher download = DOWNLOAD_PATH.matcher(request.path());
        if (download.matches()) {
            return download(request, download.group(1), download.group(2));
        }
        Matcher path = CONTENT_PATH.matcher(request.path());
        if (!path.matches()) {
            return base(request.path(), login);
        }
        access.check(path.group(1), login);
        Content content = content(path.group(1), path.group(2), path.group(3));
        if (path.group(2).equals("blobs") && storage != server) {
            return Reply.of(307, "text/html; charset=utf-8", "")
                    .with(
                            "Location",
                            downloadUrl(path.group(1), content.digest()).toString());
        }
        return part(request, content).with("Docker-Content-Digest", content.digest());
    }

    /** Returns the whole content, or the range that a client asks for to resume a download. */
    private static Reply part(Request request, Content content) {
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        if (!range.matches()) {
            return Reply.of(200, content);
        }
        int first = Integer.parseInt(range.group(1));
        int length = content.bytes().length;
        return Reply.of(206, content.after(first))
                .with("Content-Range", "bytes " + first + "-" + (length - 1) + "/" + length);
    }

    private Reply base(String path, Login login) {
        if (path.equals("/token/")) {
            return Reply.of(200, "application/json", Json.write(Map.of("token", access.bearer(login))));
        }
        access.check("", login);
        if (path.equals("/v2/")) {
            return Reply.of(200, "application/json", "{}");
        }
        throw new Refusal(404, "UNSUPPORTED", "The stand-in does not know this path");
    }

    private Content content(String name, String kind, String reference) {
        fetch(name, reference);
        Repository repository = repository(name)
                .orElseThrow(() -> new Refusal(
                        404,
                        "NAME_UNKNOWN",
                        "The repository with name '" + name + "' does not exist in the registry with id '"
                                + AwsStandIn.ACCOUNT_ID + "'"));
        return kind.equals("manifests")
                ? repository
                        .manifest(reference)
                        .orElseThrow(() -> new Refusal(404, "MANIFEST_UNKNOWN", "Requested image not found"))
                : repository
                        .blob(reference)
                        .orElseThrow(() -> new Refusal(404, "BLOB_UNKNOWN", "Requested layer not found"));
    }

    /** Answers as Amazon S3, which accepts the signature in the URL and refuses an Authorization header beside it. */
    private Reply download(Request request, String repository, String digest) {
        if (request.header("Authorization").isPresent()) {
            throw new Refusal(
                    400,
                    "",
                    "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed"
                            + "</Message></Error>");
        }
        if (!downloads.contains("http://" + request.header("Host").orElse("") + request.uri())) {
            throw new Refusal(403, "", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
        }
        return part(request, content(repository, "blobs", digest));
    }

    private Reply error(Refusal refusal, Request request) {
        return switch (refusal.status()) {
            case 401 ->
                errors(refusal)
                        .with(
                                "Www-Authenticate",
                                access.challenge(scheme, request.header("Host").orElse(host())));
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
