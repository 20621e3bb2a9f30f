package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.ecrmaven.aws.AwsSession;
import io.github.ecrmaven.aws.CredentialSource.AccessKey;
import io.github.ecrmaven.aws.SignIns;
import io.github.ecrmaven.ecr.AuthorizationTokens;
import io.github.ecrmaven.ecr.EcrImages;
import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.engine.ContainerEngine;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.image.PullState;
import io.github.ecrmaven.image.Secret;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.AwsStandIn;
import io.github.ecrmaven.testing.EngineStandIn;
import io.github.ecrmaven.testing.Engines;
import io.github.ecrmaven.testing.Environments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several modules need one image, and each has its own credentials. */
class SeveralModulesTest {
    private static final String APP = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.0";
    private static final String OTHER = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:2.0";
    private static final String ID = "sha256:1";

    @TempDir
    private Path folder;

    private final EngineStandIn engine = new EngineStandIn();
    private final AwsStandIn aws = new AwsStandIn();
    private final List<AwsSession> sessions = new ArrayList<>();
    private final ConcurrentMap<String, CompletableFuture<Map<String, String>>> images = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ConcurrentMap<String, Boolean>> needs = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", "wJalrXUtnFEMI");
        engine.has(APP, "linux", "amd64");
        engine.pull("{\"status\":\"Status: Image is up to date\"}");
    }

    @AfterEach
    void stop() {
        sessions.forEach(AwsSession::close);
        aws.close();
        engine.close();
    }

    @Test
    void theFirstModuleWhoseCredentialsWorkPullsItForAll() {
        pull(module(":one", "wrong"), module(":two", "wJalrXUtnFEMI"), module(":three", "wJalrXUtnFEMI"));

        assertThat(log)
                .anyMatch(
                        line -> line.startsWith(APP + " cannot be pulled as :one signs in; trying as :two does: no ECR"
                                + " authorization token for "))
                .contains(APP + " is up to date");
        assertThat(pulls()).isEqualTo(1);
    }

    @Test
    void afterASuccessNoOtherModuleIsTried() {
        pull(module(":one", "wJalrXUtnFEMI"), module(":two", "wrong"));

        assertThat(log).noneMatch(line -> line.contains(":two")).contains(APP + " is up to date");
        assertThat(pulls()).isEqualTo(1);
    }

    @Test
    void ifNoModuleCanSignInTheFailureNamesTheReasonOfEach() {
        assertThatThrownBy(() -> pull(module(":one", "wrong"), moduleWithout(":two", "no AWS credentials")))
                .isInstanceOf(ExplainedException.class)
                .hasMessageStartingWith("as :one signs in, no ECR authorization token for ")
                .hasMessageEndingWith("; as :two signs in, no AWS credentials")
                .hasMessageNotContaining("\n");
        assertThat(pulls()).isZero();
    }

    @Test
    void aReasonThatModulesShareIsReportedOnce() {
        assertThatThrownBy(() ->
                        pull(moduleWithout(":one", "no AWS credentials"), moduleWithout(":two", "no AWS credentials")))
                .hasMessage("no AWS credentials");
    }

    @Test
    void afterARefusalTheNextModuleIsTried() {
        engine.answer("POST /images/create", 403, "{\"message\":\"denied: not authorized\"}");

        assertThatThrownBy(() -> pull(module(":one", "wJalrXUtnFEMI"), module(":two", "wJalrXUtnFEMI")))
                .hasMessageContaining("denied: not authorized");
        assertThat(pulls()).isEqualTo(2);
    }

    @Test
    void aModuleDoesNotSignInForAnImageThatAnotherHasPulled() {
        pull(module(":one", "wJalrXUtnFEMI"));
        var signIns = new AtomicInteger();

        pull(moduleWithout(":two", "no AWS credentials", signIns));

        assertThat(signIns).hasValue(0);
        assertThat(pulls()).isEqualTo(1);
    }

    @Test
    void anImageThatAnotherModuleHasPulledIsAlreadyPresent() {
        pull(module(":one", "wJalrXUtnFEMI"));
        log.clear();

        PullReport report = pull(module(":two", "wJalrXUtnFEMI"));

        assertThat(report.results()).extracting(PullResult::outcome).containsExactly(PullState.ALREADY_PRESENT);
        assertThat(log).singleElement().asString().startsWith("1 already present in ");
        assertThat(needs)
                .hasEntrySatisfying(
                        engine.uri() + "\n" + APP,
                        modules -> assertThat(modules)
                                .containsOnly(
                                        entry(journal(":one").toString(), true),
                                        entry(journal(":two").toString(), true)));
    }

    @Test
    void anImageThatAnotherModuleHasPulledGetsTheLocalTagOfThisOne() {
        pull(module(":one", "wJalrXUtnFEMI"));
        engine.answer("POST /images/" + ID + "/tag", 201, "");

        pull(module(":two", APP, LocalTag.parse("local:it")));

        assertThat(engine.requests())
                .filteredOn(request -> request.startsWith("POST"))
                .satisfiesExactly(
                        pull -> assertThat(pull).startsWith("POST /v1.44/images/create?"),
                        tag -> assertThat(tag)
                                .isEqualTo(
                                        "POST /v1.44/images/" + ID + "/tag?repo=docker.io%2Flibrary%2Flocal&tag=it"));
    }

    @Test
    void oneLocalTagOfTwoImagesIsRefused() {
        LocalTag tag = LocalTag.parse("local:it");

        assertThatThrownBy(() -> pull(module(":one", APP, tag), module(":two", OTHER, tag)))
                .hasMessage("two images have the localTag 'local:it': " + APP + " and " + OTHER
                        + ". Give each its own, or pull them in two runs: a module with -pl, an execution as"
                        + " ecr:pull@ID");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void oneLocalTagOfTheSameImageIsTaggedForAllModules() {
        LocalTag tag = LocalTag.parse("local:it");
        engine.answer("POST /images/" + ID + "/tag", 201, "");

        PullReport report = pull(module(":one", APP, tag), module(":two", APP, tag));

        assertThat(report.results()).hasSize(1);
    }

    @Test
    void aModuleSignsInForAnImageThatAnotherCouldNotPull() {
        assertThatThrownBy(() -> pull(moduleWithout(":one", "no AWS credentials")));
        var signIns = new AtomicInteger();

        assertThatThrownBy(() -> pull(moduleWithout(":two", "no AWS credentials", signIns)));

        assertThat(signIns).hasPositiveValue();
    }

    @Test
    void afterAnotherFailureNoOtherModuleIsTried() {
        engine.answer("POST /images/create", 500, "{\"message\":\"write /x: no space left on device\"}");

        assertThatThrownBy(() -> pull(module(":one", "wJalrXUtnFEMI"), module(":two", "wJalrXUtnFEMI")))
                .hasMessageContaining("no space left on device");
        assertThat(pulls()).isEqualTo(1);
    }

    private long pulls() {
        return engine.requests().stream()
                .filter(request -> request.startsWith("POST"))
                .count();
    }

    private ModulePull module(String name, String secret) {
        return module(name, session(secret), APP, null);
    }

    private ModulePull module(String name, String image, LocalTag localTag) {
        return module(name, session("wJalrXUtnFEMI"), image, localTag);
    }

    private AwsSession session(String secret) {
        var key = new AccessKey("AKIAEXAMPLE", new Secret(secret), null, "the test");
        return SignIns.session(key, aws.endpoint());
    }

    private ModulePull moduleWithout(String name, String reason) {
        return moduleWithout(name, reason, new AtomicInteger());
    }

    private ModulePull moduleWithout(String name, String reason, AtomicInteger signIns) {
        return module(
                name,
                new AwsSession(
                        registry -> {
                            signIns.incrementAndGet();
                            throw ExplainedException.environment(reason, null);
                        },
                        Environments.ofJvm(),
                        List.of(),
                        line -> {}),
                APP,
                null);
    }

    private ModulePull module(String name, AwsSession session, String imageName, LocalTag localTag) {
        sessions.add(session);
        ImageReference reference = ImageReference.parse(imageName);
        var image = new ImageToPull(
                new EngineNames(reference, null, localTag),
                EcrRegistry.parse(reference.registry()),
                null,
                PullPolicy.ALWAYS,
                null);
        return new ModulePull(
                name,
                List.of(image),
                new AuthorizationTokens(session, new ConcurrentHashMap<>(), log::add, log::add),
                new EcrImages(session),
                new TagUsage(needs, journal(name)));
    }

    private Path journal(String module) {
        return folder.resolve(module.substring(1));
    }

    private PullReport pull(ModulePull... modules) {
        PullReport report = new ImagePuller(
                        () -> Engines.connect(Engines.at(engine.uri().toString())),
                        new BuildImageCache(images),
                        new PullOptions(false, 4, 0, false, ContainerEngine.STALL_TIMEOUT, null),
                        new PlainDisplay(log::add),
                        log::add)
                .pull(List.of(modules));
        report.throwIfFailed();
        return report;
    }
}
