package io.github.ecrmaven.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests {@link SigV4} with the example of "Create a signed AWS API request" in the AWS IAM user guide. */
class SigV4Test {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String QUERY = "/?Action=ListUsers&Version=2010-05-08";

    @Test
    void readsTheCredentialScope() {
        SigV4 signature = signature(QUERY, "");

        assertThat(signature.accessKeyId()).isEqualTo("AKIDEXAMPLE");
        assertThat(signature.region()).isEqualTo("us-east-1");
        assertThat(signature.service()).isEqualTo("iam");
        assertThat(signature.time()).isEqualTo("2015-08-30T12:36:00Z");
    }

    @Test
    void acceptsTheSignatureOfTheExample() {
        assertThat(signature(QUERY, "").isSignedWith(SECRET)).isTrue();
    }

    @Test
    void sortsAndEncodesTheQuery() {
        assertThat(signature("/?Version=2010-05-08&Action=%4cistUsers", "").isSignedWith(SECRET))
                .isTrue();
    }

    @Test
    void rejectsAnotherSecret() {
        assertThat(signature(QUERY, "").isSignedWith(SECRET.toLowerCase(Locale.ROOT)))
                .isFalse();
    }

    @Test
    void rejectsAnotherQuery() {
        assertThat(signature("/?Action=ListRoles&Version=2010-05-08", "").isSignedWith(SECRET))
                .isFalse();
    }

    @Test
    void rejectsAnotherBody() {
        assertThat(signature(QUERY, "{}").isSignedWith(SECRET)).isFalse();
    }

    @Test
    void isAbsentWithoutAnAuthorizationHeader() {
        assertThat(SigV4.of(new Request("GET", URI.create("/"), Map.of(), ""))).isEmpty();
    }

    private static SigV4 signature(String uri, String body) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Host", "iam.amazonaws.com");
        headers.put("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        headers.put("X-Amz-Date", "20150830T123600Z");
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date,"
                        + " Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
        return SigV4.of(new Request("GET", URI.create(uri), headers, body)).orElseThrow();
    }
}
