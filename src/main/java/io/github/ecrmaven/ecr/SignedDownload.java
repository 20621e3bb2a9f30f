package io.github.ecrmaven.ecr;

import io.github.ecrmaven.image.LimitedInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Downloads from the signed URLs that ECR returns for layers and configurations. */
final class SignedDownload {
    private SignedDownload() {}

    /**
     * Downloads a text. The request is not signed, as a second signature would be refused.
     *
     * @param longest the limit of the text in bytes
     * @throws IOException if the download fails, or the text is longer
     */
    static String text(SdkHttpClient http, URI url, int longest) throws IOException {
        HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(url)
                                .putHeader("Host", url.getRawAuthority())
                                .build())
                        .build())
                .call();
        try (var body = answer.responseBody().orElseThrow(() -> new IOException("the answer is empty"))) {
            if (!answer.httpResponse().isSuccessful()) {
                throw new IOException("HTTP status " + answer.httpResponse().statusCode());
            }
            return new String(new LimitedInputStream(body, longest).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
