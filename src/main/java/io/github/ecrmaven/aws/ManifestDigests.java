package io.github.ecrmaven.aws;

import io.github.ecrmaven.aws.RegistryConnection.Answer;
import io.github.ecrmaven.image.EcrRegistry;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.RetryPause;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * Asks registries for the digests of tags. The registry itself is asked, and not ECR's API, for it answers whoever may
 * pull: who has a ready ECR token, and the users of ECR Public too.
 */
public final class ManifestDigests {
    private static final int RETRIES = 3;

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final Aws aws;
    private final Consumer<String> log;

    /**
     * Prepares asking; asks nothing yet.
     *
     * @param log takes a line for each question that is asked again
     */
    public ManifestDigests(Aws aws, Consumer<String> log) {
        this.aws = aws;
        this.log = log;
    }

    /**
     * Returns the digest that an image's tag has now; for an image of several platforms that of its index.
     *
     * @param signIn to the registry
     * @throws ExplainedException when the registry does not tell
     */
    public String digest(EcrRegistry registry, ImageReference image, SignIn signIn) throws InterruptedException {
        AwsHttp http = aws.session().clients(aws.access(registry)).http();
        var connection = new RegistryConnection(http, registry, signIn.credentials());
        int retries = 0;
        while (true) {
            ManifestFailure failure;
            try {
                Answer answer = ask(connection, image);
                Optional<String> digest = digest(answer);
                if (digest.isPresent()) {
                    return digest.get();
                }
                failure = ManifestFailure.of(answer, registry, signIn.credentials() == null, http);
            } catch (IOException e) {
                failure = ManifestFailure.of(e, registry, http);
            }
            if (!failure.mayPass() || retries == RETRIES) {
                throw failure.explain(
                        image, failure.mayBeOfImage() ? new EcrImages(aws).finding(registry, image) : Optional.empty());
            }
            retries++;
            RetryPause.take(failure.said(image), retries, RETRIES, log);
        }
    }

    /** An answer to HEAD has no words: where it has no digest, GET follows. */
    private static Answer ask(RegistryConnection connection, ImageReference image) throws IOException {
        String path = "/v2/" + image.repository() + "/manifests/" + image.tag();
        String accept = String.join(", ", Manifest.MEDIA_TYPES);
        Answer answer = connection.send(SdkHttpMethod.HEAD, path, accept);
        return digest(answer).isPresent() ? answer : connection.send(SdkHttpMethod.GET, path, accept);
    }

    private static Optional<String> digest(Answer answer) {
        if (!answer.head().isSuccessful()) {
            return Optional.empty();
        }
        return answer.header("Docker-Content-Digest")
                .filter(digest -> DIGEST.matcher(digest).matches())
                .or(() ->
                        isManifest(answer) ? Optional.of(sha256(answer.body().asByteArrayUnsafe())) : Optional.empty());
    }

    /** Whoever answers in the place of a registry has other things to show. */
    private static boolean isManifest(Answer answer) {
        String type = answer.header("Content-Type").orElse("").replaceFirst("\\s*;.*", "");
        return answer.body().asByteArrayUnsafe().length > 0
                && Manifest.MEDIA_TYPES.contains(type.toLowerCase(Locale.ROOT));
    }

    private static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
