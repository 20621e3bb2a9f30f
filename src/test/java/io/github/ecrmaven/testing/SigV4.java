package io.github.ecrmaven.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The AWS Signature Version 4 in the Authorization header of a request. */
record SigV4(
        Request request,
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature) {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request,"
                    + " *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");

    static Optional<SigV4> of(Request request) {
        return request.header("Authorization")
                .map(AUTHORIZATION::matcher)
                .filter(Matcher::matches)
                .map(m -> new SigV4(
                        request,
                        m.group(1),
                        m.group(2),
                        m.group(3),
                        m.group(4),
                        List.of(m.group(5).split(";", -1)),
                        m.group(6)));
    }

    Instant time() {
        return TIME.parse(header("X-Amz-Date"), Instant::from);
    }

    String sessionToken() {
        return header("X-Amz-Security-Token");
    }

    /** Returns whether this request was signed with this secret access key, and not changed afterwards. */
    boolean isSignedWith(String secretAccessKey) {
        return MessageDigest.isEqual(utf8(signature(secretAccessKey)), utf8(signature));
    }

    /** Returns the signature of this request with a secret access key. */
    String signature(String secretAccessKey) {
        byte[] key = utf8("AWS4" + secretAccessKey);
        for (String part : List.of(date, region, service, "aws4_request", stringToSign())) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(key);
    }

    String stringToSign() {
        String scope = String.join("/", date, region, service, "aws4_request");
        return String.join("\n", "AWS4-HMAC-SHA256", header("X-Amz-Date"), scope, sha256(canonicalRequest()));
    }

    String canonicalRequest() {
        String headers = signedHeaders.stream()
                .map(name -> name + ":" + header(name).strip().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                encode(request.uri().getRawPath()).replace("%2F", "/"),
                canonicalQuery(),
                headers,
                String.join(";", signedHeaders),
                sha256(request.body()));
    }

    private String canonicalQuery() {
        String query = Optional.ofNullable(request.uri().getRawQuery()).orElse("");
        return Request.parameters(query).entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
    }

    private String header(String name) {
        return request.header(name).orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8(text)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
