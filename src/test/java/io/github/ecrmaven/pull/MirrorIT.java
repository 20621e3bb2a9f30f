package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.engine.BuildImageCache;
import io.github.ecrmaven.image.EngineNames;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.image.LocalTag;
import io.github.ecrmaven.image.Mirror;
import io.github.ecrmaven.image.Mirrors;
import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.PullPolicy;
import io.github.ecrmaven.remove.ImageRemover;
import io.github.ecrmaven.remove.RemovalLog;
import io.github.ecrmaven.remove.RemoveOptions;
import io.github.ecrmaven.remove.TagUsage;
import io.github.ecrmaven.testing.EngineImages;
import io.github.ecrmaven.testing.TestImage;
import io.github.ecrmaven.testing.UnusedContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real engine has an image under its own name after a pull through a mirror, and the same images as before after its
 * removal.
 */
class MirrorIT extends PullHarness {
    private final String postgres = "postgres" + seed;
    private final String repository = "docker-hub/library/" + postgres;
    private final TestImage older = TestImage.docker("linux/amd64", seed, 2_000);
    private final TestImage newer = TestImage.docker("linux/amd64", seed + 1, 2_000);
    private final Mirrors mirrors = new Mirrors(List.of(
            Mirror.parse("docker.io", registry.host() + "/docker-hub"),
            Mirror.parse("quay.io", registry.host() + "/quay")));

    @BeforeEach
    void start() {
        registry.push(repository, "16", older);
    }

    /** A container can be created with each form of the name, without a request to a registry. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anImageOfDockerHubHasItsOwnNameUntilItIsRemoved(boolean pulledOnly) {
        ImageToPull image = image(postgres + ":16", PullPolicy.IF_NOT_PRESENT);

        pull(image);

        for (String name : List.of(postgres + ":16", "docker.io/library/" + postgres + ":16")) {
            assertThat(id(name)).isEqualTo(id(image.reference().toString()));
            try (var container = new UnusedContainer(name)) {
                assertThat(container.name()).isNotEmpty();
            }
        }
        assertThat(log)
                .anyMatch(line -> line.startsWith(
                        "Pulled " + postgres + ":16 from " + registry.host() + "/" + repository + ":16 ("));
        remove(pulledOnly, image);
        assertThat(engineImages()).isEmpty();
        assertThat(folder.resolve("pulled.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quay.io/keycloak/keycloak%s:26", "docker.io/testcontainers/ryuk%s:0.12.0"})
    void anImageOfAnotherRegistryHasItsOwnName(String form) {
        ImageToPull image = image(form.formatted(seed), PullPolicy.IF_NOT_PRESENT);
        registry.push(image.reference().repository(), image.reference().tag(), newer);

        pull(image);

        assertThat(id(form.formatted(seed))).isEqualTo(id(image.reference().toString()));
        remove(true, image);
        assertThat(engineImages()).isEmpty();
    }

    @Test
    void aLockedImageHasItsOwnNameToo() {
        ImageToPull image = image(postgres + ":16@" + older.digest(), PullPolicy.IF_NOT_PRESENT);

        pull(image);
        assertThat(id(postgres + ":16")).isEqualTo(id(image.reference().engineName()));
        pull(image);
        assertThat(log).contains(postgres + ":16@" + older.digest() + " is already present");
        remove(true, image);

        assertThat(engineImages()).isEmpty();
    }

    /** ECR's pull-through cache fetches images by tag only, not by digest. */
    @Test
    void aLockedImageThatEcrDoesNotHaveYetIsFetchedByItsTag() {
        registry.pushUpstream("docker-hub/library/new" + seed, "1", newer);
        ImageToPull image = image("new" + seed + ":1@" + newer.digest(), PullPolicy.IF_NOT_PRESENT);

        pull(image);

        assertThat(id("new" + seed + ":1")).isEqualTo(id(image.reference().engineName()));
        assertThat(log)
                .contains("ECR has fetched new" + seed + ":1@" + newer.digest()
                        + " by its tag, as it had no image with this digest");
        assertThat(aws.calls("BatchGetImage")).hasSize(1);
        assertThat(aws.calls("GetDownloadUrlForLayer")).isEmpty();
        remove(true, image);
        assertThat(engineImages()).isEmpty();
    }

    @Test
    void aLockedImageWhoseTagHasMovedBeforeEcrFetchedItIsAnError() {
        registry.pushUpstream("docker-hub/library/new" + seed, "1", newer);
        ImageToPull image = image("new" + seed + ":1@" + older.digest(), PullPolicy.IF_NOT_PRESENT);

        assertThatThrownBy(() -> pull(image))
                .hasMessageEndingWith(". ECR has no digest " + older.digest() + " in repository 'docker-hub/library/new"
                        + seed + "' in eu-west-1. Its pull-through cache fetches images by their tags alone: check"
                        + " whether new" + seed + ":1 names another image by now, which 'mvn ecr:lock' locks");
        assertThat(engineImages()).isEmpty();
    }

    @Test
    void anImageThatIsPresentUnderItsOwnNameIsUsed() {
        pullOutsideThePlugin();
        Set<String> before = engineImages();
        int requests = registry.requests().size();
        ImageToPull image = image(postgres + ":16", PullPolicy.IF_NOT_PRESENT);

        pull(image);
        assertThat(registry.requests()).hasSize(requests);
        assertThat(engineImages()).isEqualTo(before);
        remove(true, image);

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).anyMatch(line -> line.startsWith(postgres + ":16 is kept: "));
    }

    /** Podman finds such an image for a short name. */
    @Test
    void anImageOfAnotherRegistryWithTheSameLastPartOfTheNameIsNotUsed() {
        ImageToPull other = image("quay.io/team/" + postgres + ":16", PullPolicy.IF_NOT_PRESENT);
        registry.push("quay/team/" + postgres, "16", newer);
        pull(other);
        ImageToPull image = image(postgres + ":16", PullPolicy.IF_NOT_PRESENT);

        pull(image);

        assertThat(id("docker.io/library/" + postgres + ":16"))
                .isEqualTo(id(image.reference().toString()))
                .isNotEqualTo(id(other.declared().toString()));
    }

    /** The locked image is not the one that the tag names in the engine. */
    @Test
    void anImageWithAnotherDigestIsNotUsed() {
        String own = pullOutsideThePlugin();
        Set<String> before = engineImages();
        registry.push(repository, "16", newer);
        ImageToPull image = image(postgres + ":16@" + newer.digest(), PullPolicy.IF_NOT_PRESENT);

        pull(image);
        assertThat(id(postgres + ":16")).isNotEqualTo(own);
        remove(true, image);

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).contains(postgres + ":16 names " + own + " again, as it did before");
    }

    @Test
    void anOwnNameThatThePullMovedIsRestored() {
        String own = pullOutsideThePlugin();
        Set<String> before = engineImages();
        registry.push(repository, "16", newer);
        ImageToPull image = image(postgres + ":16", PullPolicy.ALWAYS);

        pull(image);
        assertThat(id(postgres + ":16"))
                .isEqualTo(id(image.reference().toString()))
                .isNotEqualTo(own);
        remove(true, image);

        assertThat(engineImages()).isEqualTo(before);
        assertThat(log).contains(postgres + ":16 names " + own + " again, as it did before");
    }

    /** The name in ECR stays, because another build pulled it. */
    @Test
    void anImageThatIsPresentUnderItsNameInEcrGetsItsOwnNameUntilItIsRemoved() {
        pull(inEcr());
        String id = id(inEcr().reference().toString());
        Set<String> before = engineImages();
        Path journal = folder.resolve("other");
        ImageToPull image = image(postgres + ":16", PullPolicy.IF_NOT_PRESENT);

        pull(journal, image);
        assertThat(id(postgres + ":16")).isEqualTo(id);
        remove(journal, true, image);

        assertThat(engineImages()).isEqualTo(before);
    }

    /** In the engine, the own name names an image of another platform, which must not be tagged instead. */
    @Test
    void anImageThatIsPresentForThePlatformOnlyUnderItsNameInEcrGetsItsOwnName() {
        String own = pullOutsideThePlugin();
        registry.push(repository, "16", TestImage.docker("linux/arm64", seed + 2, 2_000));
        Platform arm = Platform.parse("linux/arm64");
        pull(forPlatform(arm, inEcr()));
        ImageToPull image = forPlatform(arm, image(postgres + ":16", PullPolicy.IF_NOT_PRESENT));
        Path journal = folder.resolve("other");

        pull(journal, image);

        assertThat(log).contains(postgres + ":16 is already present");
        assertThat(id(postgres + ":16"))
                .isEqualTo(id(image.reference().toString()))
                .isNotEqualTo(own);
        remove(journal, true, image);
        assertThat(id(postgres + ":16")).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anImageThatABuildUsesUnderBothNamesLosesBoth(boolean pulledOnly) {
        ImageToPull image = image(postgres + ":16", PullPolicy.IF_NOT_PRESENT);
        pull(folder, image, inEcr());
        assertThat(id(postgres + ":16")).isEqualTo(id(inEcr().reference().toString()));

        remove(pulledOnly, inEcr());
        remove(pulledOnly, image);

        assertThat(engineImages()).isEmpty();
    }

    @Test
    void anImageGetsItsLocalTagToo() {
        ImageToPull own = image(postgres + ":16", PullPolicy.IF_NOT_PRESENT);
        LocalTag localTag = LocalTag.parse("local" + seed + ":it");
        var image = new ImageToPull(
                new EngineNames(own.reference(), own.ownName(), localTag), own.registry(), null, own.policy(), null);

        pull(image);
        assertThat(id(localTag.toString())).isEqualTo(id(postgres + ":16"));
        remove(false, image);

        assertThat(engineImages()).isEmpty();
    }

    @Test
    void aFailureNamesBothNames() {
        ImageToPull image = image(postgres + ":99", PullPolicy.IF_NOT_PRESENT);

        assertThatThrownBy(() -> pull(image))
                .hasMessageStartingWith("cannot pull " + postgres + ":99 by its mirror: cannot pull " + registry.host()
                        + "/" + repository + ":99: ")
                .hasMessageContaining("ECR has no tag 99 in repository '" + repository + "'");
        assertThat(engineImages()).isEmpty();
    }

    private ImageToPull image(String name, PullPolicy policy) {
        ImageReference own = ImageReference.parse(name);
        return new ImageToPull(new EngineNames(mirrors.inEcr(own).orElseThrow(), own, null), ecr(), null, policy, null);
    }

    private static ImageToPull forPlatform(Platform platform, ImageToPull image) {
        return new ImageToPull(image.names(), image.registry(), platform, image.policy(), null);
    }

    /** Returns the same image under its name in ECR. */
    private ImageToPull inEcr() {
        return new ImageToPull(
                new EngineNames(ImageReference.parse(registry.host() + "/" + repository + ":16"), null, null),
                ecr(),
                null,
                PullPolicy.IF_NOT_PRESENT,
                null);
    }

    /** Gives the engine the image under its own name only, as after a pull from Docker Hub. Returns its ID. */
    private String pullOutsideThePlugin() {
        ImageReference reference = inEcr().reference();
        engine.pull(reference, null, tokens(KEY).signIn(ecr()).credentials(), layer -> {});
        EngineImages.tag(reference.toString(), postgres, "16");
        engine.images().remove(reference, false, false);
        return id(postgres + ":16");
    }

    private void pull(ImageToPull image) {
        pull(folder, image);
    }

    private void pull(Path journal, ImageToPull... images) {
        puller(KEY, 0, usage(journal)).pull(List.of(images)).throwIfFailed();
        ImageToPull image = images[0];
        id(
                image.reference().engineName().contains("@")
                        ? image.reference().engineName()
                        : image.declared().toString());
    }

    private void remove(boolean pulledOnly, ImageToPull image) {
        remove(folder, pulledOnly, image);
    }

    private void remove(Path journal, boolean pulledOnly, ImageToPull image) {
        new ImageRemover(
                        engine,
                        new BuildImageCache(new ConcurrentHashMap<>()),
                        usage(journal),
                        new RemoveOptions(pulledOnly, false, false, true),
                        new RemovalLog(log::add, log::add, log::add))
                .remove(List.of(image.names()), kept -> {});
    }

    private static TagUsage usage(Path journal) {
        return new TagUsage(new ConcurrentHashMap<>(), journal.resolve("pulled.txt"));
    }
}
