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
 * The part of AWS that the plugin talks to, on one endpoint: Amazon ECR and ECR Public, AWS STS, IAM Identity Center,
 * AWS sign-in, and the credential endpoints of containers and instances.
 */
public final class AwsStandIn implements AutoCloseable {
    /** The account of every identity that does not name another. */
    public static final String ACCOUNT_ID = "123456789012";

    /**
     * A call as it came in, whether it was answered well or not.
     *
     * @param region the region of the signature, empty if unsigned
     * @param accessKeyId the access key ID of the signature, empty if unsigned
     * @param arn the identity behind that access key ID, empty if nobody's
     * @param body the JSON or form that was sent, or the query of a GET
     */
    public record Call(String service, String operation, String region, String accessKeyId, String arn, String body) {

        /** A parameter of the form or query that was sent, empty if it is not in there. */
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

    /** One of plain HTTP. */
    public AwsStandIn() {
        this("http", ServerSocketFactory.getDefault());
    }

    /** One of TLS, which shows the certificate of {@code tls}. */
    public AwsStandIn(SSLContext tls) {
        this("https", tls.getServerSocketFactory());
    }

    private AwsStandIn(String scheme, ServerSocketFactory sockets) {
        this.scheme = scheme;
        server = new StandInServer(this::answer, sockets, clock);
        server.start();
    }

    /** The endpoint of every service, to be set as {@code AWS_ENDPOINT_URL} or {@code aws.endpointUrl}. */
    public URI endpoint() {
        return URI.create(scheme + "://" + server.host());
    }

    /** What {@code AWS_CONTAINER_CREDENTIALS_FULL_URI} is to be. */
    public URI containerCredentials() {
        return endpoint().resolve(CONTAINER_CREDENTIALS);
    }

    /** From now on accepts the signatures of this user. */
    public void accept(String accessKeyId, String secretAccessKey) {
        accept(accessKeyId, secretAccessKey, "");
    }

    /** From now on accepts the signatures of this user, with this session token. */
    public void accept(String accessKeyId, String secretAccessKey, String sessionToken) {
        accept(accessKeyId, secretAccessKey, sessionToken, "arn:aws:iam::" + ACCOUNT_ID + ":user/developer");
    }

    /** From now on accepts the signatures of the user, or the session of a role, that this ARN names. */
    public void accept(String accessKeyId, String secretAccessKey, String sessionToken, String arn) {
        principals.add(new Principal(accessKeyId, secretAccessKey, sessionToken, arn, Instant.MAX));
    }

    /** From now on tells the owner of this access key ID that the credentials have expired. */
    public void expire(String accessKeyId) {
        principals.expire(accessKeyId);
    }

    /** From now on denies everybody an action, as {@code ecr:GetAuthorizationToken} or {@code sts:AssumeRole}. */
    public void deny(String action) {
        permissions.deny(action);
    }

    /** From now on denies an action to this user, to this session, or to all sessions of this role. */
    public void deny(String arn, String action) {
        permissions.deny(arn, action);
    }

    /** From now on only those assume a role who name this external ID; without one, everybody does. */
    public void requireExternalId(String roleArn, String externalId) {
        sts.requireExternalId(roleArn, externalId);
    }

    /**
     * From now on says that authorization tokens live so long, or with less than zero, that they have expired;
     * registries refuse them only when {@link RegistryStandIn#expire} tells them to.
     */
    public void tokenLifetime(Duration lifetime) {
        passwords.lifetime(lifetime);
    }

    /** From now on goes by a clock that is ahead by so much, or behind with less than zero, and sends its time. */
    public void clock(Duration offset) {
        clock.offset(offset);
    }

    /**
     * From now on accepts this token in an operation that asks for one instead of a signature: GetRoleCredentials
     * (access token), CreateToken and CreateOAuth2Token (refresh token), AssumeRoleWithWebIdentity,
     * GetContainerCredentials.
     */
    public void acceptToken(String operation, String token) {
        tokens.accept(operation, token);
    }

    /** From now on Amazon ECR knows the images of this registry, as those of {@link #ACCOUNT_ID}. */
    public void serve(RegistryStandIn registry) {
        serve(ACCOUNT_ID, registry);
    }

    /** From now on Amazon ECR knows the images of this registry, as those of an account. */
    public void serve(String accountId, RegistryStandIn registry) {
        images.serve(accountId, registry);
    }

    /** From now on BatchGetImage has this failure for all images of a repository, which need not exist. */
    public void failImages(String repository, String failureCode, String failureReason) {
        images.fail(repository, failureCode, failureReason);
    }

    /** Whether this is the password of an authorization token given out here. */
    public boolean issued(String password) {
        return !owner(password).isEmpty();
    }

    /** The ARN of whom the authorization token with this password was given to, empty if it is not from here. */
    public String owner(String password) {
        return passwords.arn(password);
    }

    /** Every password that an authorization token given out here held. */
    public Set<String> passwords() {
        return passwords.all();
    }

    /** Everything that no log may show: secret access keys, tokens and passwords, accepted here or given out. */
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

    /** Answers the next calls of an operation with a fault, that many times or {@link Fault#ALWAYS}. */
    public void fail(String operation, Fault fault, int times) {
        faults.add(operation, fault, times);
    }

    /** Every call until now, in the order of arrival. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Every call of an operation until now, in the order of arrival. */
    public List<Call> calls(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    /** How many connections are open now. */
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
