package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ecr.model.BatchGetImageRequest;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageFailureCode;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.ImageStatus;
import software.amazon.awssdk.services.ecr.model.ImageStatusFilter;
import software.amazon.awssdk.services.ecr.model.LayersNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** The images of a registry, as the SDK sees them. */
class EcrImagesTest {
    private static final String OTHER_ACCOUNT = "210987654321";

    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    private final AwsStandIn aws = new AwsStandIn();
    private final RegistryStandIn registry = new RegistryStandIn(aws::issued);
    private final AwsClients developer = new AwsClients(aws.endpoint(), "AKIAEXAMPLE", "secret");
    private final AwsClients other = new AwsClients(aws.endpoint(), "AKIAOTHER", "secret of the other");
    private final TestImage amd64 = TestImage.docker("linux/amd64", 1, 1_000, 2_000);
    private final TestImage arm64 = TestImage.docker("linux/arm64", 2, 5_000);
    private final TestImage index = TestImage.index(amd64, arm64);

    @BeforeEach
    void start() {
        aws.accept("AKIAEXAMPLE", "secret");
        aws.accept("AKIAOTHER", "secret of the other", "", "arn:aws:iam::" + OTHER_ACCOUNT + ":user/other");
        aws.serve(registry);
        registry.push("team/app", "1.0", index);
    }

    @AfterEach
    void stop() {
        developer.close();
        other.close();
        registry.close();
        aws.close();
    }

    @Test
    void anImageByItsTag() {
        Image image = batchGet("team/app", tag("1.0")).images().get(0);

        assertThat(image.registryId()).isEqualTo(AwsStandIn.ACCOUNT_ID);
        assertThat(image.repositoryName()).isEqualTo("team/app");
        assertThat(image.imageId())
                .isEqualTo(ImageIdentifier.builder()
                        .imageTag("1.0")
                        .imageDigest(index.digest())
                        .build());
        assertThat(image.imageManifestMediaType()).endsWith("manifest.list.v2+json");
        assertThat(Content.digest(image.imageManifest().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(index.digest());
    }

    @Test
    void anImageOfAnIndexByItsDigest() {
        Image image = batchGet("team/app", digest(arm64.digest())).images().get(0);

        assertThat(image.imageId()).isEqualTo(digest(arm64.digest()));
        assertThat(image.imageManifestMediaType()).endsWith("manifest.v2+json");
    }

    @Test
    void anUnknownImageIsAFailureBesideTheOthers() {
        BatchGetImageResponse response = batchGet("team/app", tag("2.0"), tag("1.0"));

        assertThat(response.images()).hasSize(1);
        assertThat(response.failures()).containsExactly(failure("2.0"));
    }

    @Test
    void anImageOfAnUnacceptedMediaTypeIsNotFound() {
        BatchGetImageResponse response = developer
                .ecr()
                .batchGetImage(request -> request.repositoryName("team/app")
                        .imageIds(tag("1.0"))
                        .acceptedMediaTypes("application/vnd.docker.distribution.manifest.v2+json"));

        assertThat(response.failures()).containsExactly(failure("1.0"));
    }

    @Test
    void anUnknownRepository() {
        assertThatExceptionOfType(RepositoryNotFoundException.class)
                .isThrownBy(() -> batchGet("team/absent", tag("1.0")))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage())
                        .isEqualTo("The repository with name 'team/absent' does not exist in the registry with id"
                                + " '123456789012'"));
    }

    @Test
    void theRegistryIsThatOfTheCallerUnlessNamed() {
        BatchGetImageRequest.Builder request =
                BatchGetImageRequest.builder().repositoryName("team/app").imageIds(tag("1.0"));

        assertThatThrownBy(() -> other.ecr().batchGetImage(request.build()))
                .isInstanceOf(RepositoryNotFoundException.class)
                .hasMessageContaining("in the registry with id '210987654321'");
        assertThat(other.ecr()
                        .batchGetImage(request.registryId(AwsStandIn.ACCOUNT_ID).build())
                        .images())
                .hasSize(1);
    }

    @Test
    void anotherAccountHasARegistryOfItsOwn() {
        aws.serve(OTHER_ACCOUNT, registry);

        assertThat(other.ecr()
                        .batchGetImage(
                                request -> request.repositoryName("team/app").imageIds(tag("1.0")))
                        .images()
                        .get(0)
                        .registryId())
                .isEqualTo(OTHER_ACCOUNT);
    }

    @Test
    void aDeniedActionNamesTheRepository() {
        aws.deny("ecr:BatchGetImage");

        assertThatThrownBy(() -> batchGet("team/app", tag("1.0")))
                .isInstanceOf(EcrException.class)
                .hasMessageStartingWith("User: arn:aws:iam::123456789012:user/developer is not authorized to perform:"
                        + " ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:123456789012:repository/team/app"
                        + " because no identity-based policy allows the ecr:BatchGetImage action");
    }

    @Test
    void failuresOfAPullThroughCache() {
        aws.failImages("docker-hub/library/redis", "UpstreamAccessDenied", "the upstream registry refused");

        ImageFailure failure =
                batchGet("docker-hub/library/redis", tag("8")).failures().get(0);
        assertThat(failure.failureCode()).isEqualTo(ImageFailureCode.UPSTREAM_ACCESS_DENIED);
        assertThat(failure.failureReason()).isEqualTo("the upstream registry refused");
        assertThat(failure.imageId()).isEqualTo(tag("8"));
    }

    @Test
    void theDetailsOfAnImage() {
        ImageDetail detail = describe(null, digest(arm64.digest()));

        assertThat(detail.registryId()).isEqualTo(AwsStandIn.ACCOUNT_ID);
        assertThat(detail.repositoryName()).isEqualTo("team/app");
        assertThat(detail.imageDigest()).isEqualTo(arm64.digest());
        assertThat(detail.imageTags()).isEmpty();
        assertThat(detail.imageSizeInBytes()).isBetween(5_000L, 6_000L);
        assertThat(detail.imagePushedAt()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
        assertThat(detail.imageManifestMediaType()).endsWith("manifest.v2+json");
        assertThat(detail.imageStatus()).isEqualTo(ImageStatus.ACTIVE);
    }

    @Test
    void theDetailsOfAnIndexAreThoseOfItsLargestImage() {
        registry.push("team/app", "latest", index);

        ImageDetail detail = describe(null, tag("1.0"));
        assertThat(detail.imageDigest()).isEqualTo(index.digest());
        assertThat(detail.imageTags()).containsExactly("1.0", "latest");
        assertThat(detail.imageSizeInBytes())
                .isEqualTo(describe(null, digest(arm64.digest())).imageSizeInBytes());
    }

    @Test
    void anImageThatIsNotThereHasNoDetails() {
        assertThatExceptionOfType(ImageNotFoundException.class)
                .isThrownBy(() -> describe(null, tag("2.0")))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage())
                        .isEqualTo("The image with imageId {imageDigest:'null', imageTag:'2.0'} does not exist within"
                                + " the repository with name 'team/app' in the registry with id '123456789012'"));
    }

    @Test
    void anArchivedImageIsDescribedToThoseWhoAskForOne() {
        registry.archive("team/app", "1.0");

        assertThat(batchGet("team/app", tag("1.0")).failures()).containsExactly(failure("1.0"));
        assertThat(describe(ImageStatusFilter.ANY, tag("1.0")).imageStatus()).isEqualTo(ImageStatus.ARCHIVED);
        assertThat(describe(ImageStatusFilter.ARCHIVED, tag("1.0")).imageStatus())
                .isEqualTo(ImageStatus.ARCHIVED);
        assertThat(describe(null, tag("1.0"))).isNull();
    }

    @Test
    void anArchivedImageCannotBePulled() throws Exception {
        registry.open("team/app");
        registry.archive("team/app", "1.0");

        HttpResponse<byte[]> response = get("http://" + registry.host() + "/v2/team/app/manifests/1.0");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("MANIFEST_UNKNOWN");
    }

    @Test
    void aLayerIsReadWithoutCredentials() throws Exception {
        for (Content blob : amd64.blobs()) {
            HttpResponse<byte[]> response = get(downloadUrl(blob.digest()));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Content.digest(response.body())).isEqualTo(blob.digest());
        }
    }

    @Test
    void theUrlOfALayerCannotBeGuessed() throws Exception {
        String url = downloadUrl(amd64.blobs().get(0).digest());

        assertThat(get(url.replaceFirst("\\?.*", "")).statusCode()).isEqualTo(403);
        assertThat(get(url + "0").statusCode()).isEqualTo(403);
    }

    @Test
    void theUrlOfALayerTakesNoOtherCredentials() throws Exception {
        String url = downloadUrl(amd64.blobs().get(0).digest());

        assertThat(get(url, "Authorization", "Basic QVdTOnB3").statusCode()).isEqualTo(400);
    }

    @Test
    void anUnknownLayerHasNoUrl() {
        assertThatThrownBy(() -> downloadUrl("sha256:0")).isInstanceOf(LayersNotFoundException.class);
    }

    private BatchGetImageResponse batchGet(String repository, ImageIdentifier... images) {
        return developer
                .ecr()
                .batchGetImage(request -> request.repositoryName(repository).imageIds(images));
    }

    /** The details of one image, null if the filter leaves it out. */
    private ImageDetail describe(ImageStatusFilter status, ImageIdentifier image) {
        DescribeImagesRequest.Builder request =
                DescribeImagesRequest.builder().repositoryName("team/app").imageIds(image);
        if (status != null) {
            request.filter(filter -> filter.imageStatus(status));
        }
        return developer.ecr().describeImages(request.build()).imageDetails().stream()
                .findFirst()
                .orElse(null);
    }

    private String downloadUrl(String digest) {
        var response = developer
                .ecr()
                .getDownloadUrlForLayer(
                        request -> request.repositoryName("team/app").layerDigest(digest));
        assertThat(response.layerDigest()).isEqualTo(digest);
        return response.downloadUrl();
    }

    private static HttpResponse<byte[]> get(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static ImageFailure failure(String tag) {
        return ImageFailure.builder()
                .imageId(tag(tag))
                .failureCode(ImageFailureCode.IMAGE_NOT_FOUND)
                .failureReason("Requested image not found")
                .build();
    }

    private static ImageIdentifier tag(String tag) {
        return ImageIdentifier.builder().imageTag(tag).build();
    }

    private static ImageIdentifier digest(String digest) {
        return ImageIdentifier.builder().imageDigest(digest).build();
    }
}
