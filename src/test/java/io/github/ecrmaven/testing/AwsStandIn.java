package io.github.ecrmaven.testing;

import io.github.ecrmaven.testing.Principals.Principal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A stand-in for the AWS services that the plugin calls, all on one endpoint of 127.0.0.1: Amazon ECR and ECR Public,
 * AWS STS, IAM Identity Center, AWS sign-in, and the credential endpoints of containers and instances.
 */
public final class AwsStandIn implements AutoCloseable {
    /** The default account ID. */
    public static final String ACCOUNT_ID = "123456789012";

    /**
     * A call that the stand-in received, whether or not it succeeded.
     *
     * @param region the region of the signature, empty if the call is unsigned
     * @param accessKeyId the access key ID of the signature, empty if the call is unsigned
     * @param arn the ARN of the owner of that access key ID, empty if it is unknown
     * @param body the JSON or form of the request, or the query of a GET
     */
    public record Call(String service, String operation, String region, String accessKeyId, String arn, String body) {

        /** Returns a parameter of the form or query, or an empty string. */
        public String parameter(String name) {
            return Request.parameters(body).getOrDefault(name, "");
        }
    }

    private record Operation(String service, String name, Supplier<Reply> answer, Function<Refusal, Reply> errors) {}

    private static final String ECR_TARGET = "AmazonEC2ContainerRegistry_V20150921.";
    private static final String ECR_PUBLIC_TARGET = "SpencerFrontendService.";
    private static final String CONTAINER_CREDENTIALS = "/container/credentials";
    private static final String INSTANCE_CREDENTIALS = "/latest/meta-data/iam/security-credentials/";

    private final StandInClock clock = new StandInClock();
    private final Principals principals = new Principals(clock);
    private final Permissions permissions = new Permissions();
    private final Tokens tokens = new Tokens();
    private final EcrPasswords passwords = new EcrPasswords(principals, clock);
    private final EcrImages images = new EcrImages(permissions);
    private final Ecr ecr = new Ecr(principals, permissions, passwords, images);
    private final EcrPublic ecrPublic = new EcrPublic(principals, permissions, passwords);
    private final Sts sts = new Sts(principals, permissions, tokens);
    private final CredentialEndpoints credentials = new CredentialEndpoints(principals, tokens);
    private final Faults faults = new Faults();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final String scheme;
    private final StandInServer server;

    /** Creates a stand-in over HTTP. */
    public AwsStandIn() {
        this("http", ServerSocketFactory.getDefault());
    }

    /** Creates a stand-in over HTTPS with the certificate of {@code tls}. */
    public AwsStandIn(SSLContext tls) {
        this("https", tls.getServerSocketFactory());
    }

    private AwsStandIn(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        server = new StandInServer(this::answer, sockets, clock);
        server.start();
    }

    /** Returns the endpoint of all services, the value for {@code AWS_ENDPOINT_URL} or {@code aws.endpointUrl}. */
    public URI endpoint() {
        return URI.create(scheme + "://" + server.host());
    }

    /** Returns the value for {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
    public URI containerCredentials() {
        return endpoint().resolve(CONTAINER_CREDENTIALS);
    }

    /** Accepts this access key from now on, as one of the user {@code developer}. */
    public void accept(String accessKeyId, String secretAccessKey) {
        accept(accessKeyId, secretAccessKey, "");
    }

    /** Accepts this access key with a session token from now on, as one of the user {@code developer}. */
    public void accept(String accessKeyId, String secretAccessKey, String sessionToken) {
        accept(accessKeyId, secretAccessKey, sessionToken, "arn:aws:iam::" + ACCOUNT_ID + ":user/developer");
    }

    /** Accepts this access key from now on, as one of the user or role session with this ARN. */
    public void accept(String accessKeyId, String secretAccessKey, String sessionToken, String arn) {
        principals.add(new Principal(accessKeyId, secretAccessKey, sessionToken, arn, Instant.MAX));
    }

    /** Refuses this access key ID as expired from now on. */
    public void expire(String accessKeyId) {
        principals.expire(accessKeyId);
    }

    /** Denies everybody an action from now on, such as {@code ecr:GetAuthorizationToken} or {@code sts:AssumeRole}. */
    public void deny(String action) {
        permissions.deny(action);
    }

    /** Denies an action from now on to the user, role session, or all sessions of the role with this ARN. */
    public void deny(String arn, String action) {
        permissions.deny(arn, action);
    }

    /** Requires this external ID from now on from callers that assume a role. By default, any caller may. */
    public void requireExternalId(String roleArn, String externalId) {
        sts.requireExternalId(roleArn, externalId);
    }

    /**
     * Sets the lifetime that new authorization tokens state from now on; with a negative one, they state that they have
     * already expired. Registries refuse them only after {@link RegistryStandIn#expire}.
     */
    public void tokenLifetime(Duration lifetime) {
        passwords.lifetime(lifetime);
    }

    /** Sets the clock ahead by this offset from now on, or behind if it is negative. Responses carry its time. */
    public void clock(Duration offset) {
        clock.offset(offset);
    }

    /**
     * Accepts this token from now on in an operation that takes a token instead of a signature: GetRoleCredentials
     * (access token), CreateToken and CreateOAuth2Token (refresh token), AssumeRoleWithWebIdentity,
     * GetContainerCredentials.
     */
    public void acceptToken(String operation, String token) {
        tokens.accept(operation, token);
    }

    /** Serves the images of this registry in the Amazon ECR API from now on, as those of {@link #ACCOUNT_ID}. */
    public void serve(RegistryStandIn registry) {
        serve(ACCOUNT_ID, registry);
    }

    /** Serves the images of this registry in the Amazon ECR API from now on, as those of an account. */
    public void serve(String accountId, RegistryStandIn registry) {
        images.serve(accountId, registry);
    }

    /** Makes BatchGetImage fail from now on for all images of a repository, which need not exist. */
    public void failImages(String repository, String failureCode, String failureReason) {
        images.fail(repository, failureCode, failureReason);
    }

    /** Returns whether this is the password of an authorization token that the stand-in issued. */
    public boolean issued(String password) {
        return !owner(password).isEmpty();
    }

    /**
     * Returns the ARN of the caller that an authorization token with this password was issued to, or an empty string.
     */
    public String owner(String password) {
        return passwords.arn(password);
    }

    /** Returns the passwords of all authorization tokens issued so far. */
    public Set<String> passwords() {
        return passwords.all();
    }

    /** Returns what no log may contain: all secret access keys, tokens and passwords that were accepted or issued. */
    public Set<String> secrets() {
        Set<String> secrets = new HashSet<>(principals.secrets());
        secrets.addAll(tokens.all());
        for (String password : passwords()) {
            secrets.add(password);
            secrets.add(EcrPasswords.token(password));
        }
        return secrets;
    }

    /** Answers the next call of an operation with a fault. */
    public void fail(String operation, Fault fault) {
        fail(operation, fault, 1);
    }

    /**
     * Answers the next calls of an operation with a fault.
     *
     * @param times how many calls, or {@link Fault#ALWAYS}
     */
    public void fail(String operation, Fault fault, int times) {
        faults.add(operation, fault, times);
    }

    /** Returns all calls so far, in the order of arrival. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Returns all calls of an operation so far, in the order of arrival. */
    public List<Call> calls(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    /** Returns the number of open connections. */
    public int openConnections() {
        return server.openConnections();
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply answer(Request request) {
        Optional<SigV4> signature = SigV4.of(request);
        String region = signature.map(SigV4::region).orElse("");
        String accessKeyId = signature.map(SigV4::accessKeyId).orElse("");
        Operation operation = operation(request, region);
        calls.add(new Call(
                operation.service(),
                operation.name(),
                region,
                accessKeyId,
                principals.arn(accessKeyId),
                request.payload()));
        return faults.answer(operation.name()::equals, operation.answer(), operation.errors());
    }

    private Operation operation(Request request, String region) {
        String target = request.header("X-Amz-Target").orElse("");
        if (target.startsWith(ECR_TARGET)) {
            String name = target.substring(ECR_TARGET.length());
            return new Operation("ecr", name, () -> ecr.answer(name, request, region), Json::error);
        }
        if (target.startsWith(ECR_PUBLIC_TARGET)) {
            String name = target.substring(ECR_PUBLIC_TARGET.length());
            return new Operation("ecr-public", name, () -> ecrPublic.answer(name, request, region), Json::error);
        }
        if (request.path().startsWith(INSTANCE_CREDENTIALS)) {
            return new Operation(
                    "imds", "GetInstanceCredentials", () -> credentials.instanceCredentials(request), Json::error);
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /" -> {
                String name = Request.parameters(request.body()).getOrDefault("Action", "");
                yield new Operation("sts", name, () -> sts.answer(request), Sts::error);
            }
            case "GET /federation/credentials" ->
                new Operation("sso", "GetRoleCredentials", () -> credentials.ssoRoleCredentials(request), Json::error);
            case "POST /token" ->
                new Operation(
                        "sso-oauth",
                        "CreateToken",
                        () -> credentials.ssoToken(request),
                        CredentialEndpoints::ssoTokenError);
            case "POST /v1/token" ->
                new Operation("signin", "CreateOAuth2Token", () -> credentials.loginToken(request), Json::error);
            case "GET " + CONTAINER_CREDENTIALS ->
                new Operation(
                        "container",
                        "GetContainerCredentials",
                        () -> credentials.containerCredentials(request),
                        Json::error);
            case "PUT /latest/api/token" ->
                new Operation("imds", "GetMetadataToken", () -> credentials.metadataToken(request), Json::error);
            default -> {
                String name = request.method() + " " + request.path();
                yield new Operation("", name, () -> Reply.of(404, "text/plain", "Not Found"), Json::error);
            }
        };
    }
}
