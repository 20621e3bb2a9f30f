package io.github.ecrmaven.testing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A signed GetAuthorizationToken request to Amazon ECR Public. */
record SignedRequest(URI endpoint, String service, String region) {
    private static final List<String> SIGNED_HEADERS = List.of("host", "x-amz-date", "x-amz-target");

    HttpRequest by(String accessKeyId, String secretAccessKey) {
        String time = SigV4.TIME.format(Instant.now());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("X-Amz-Date", time);
        headers.put("X-Amz-Target", "SpencerFrontendService.GetAuthorizationToken");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofString("{}"));
        headers.forEach(request::header);
        headers.put("Host", endpoint.getAuthority()); // sent by the JDK's client itself
        SigV4 unsigned = new SigV4(
                new Request("POST", URI.create("/"), headers, "{}"),
                accessKeyId,
                time.substring(0, 8),
                region,
                service,
                SIGNED_HEADERS,
                "");
        String scope = String.join("/", accessKeyId, unsigned.date(), region, service, "aws4_request");
        return request.header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=" + String.join(";", SIGNED_HEADERS)
                                + ", Signature=" + unsigned.signature(secretAccessKey))
                .build();
    }
}
