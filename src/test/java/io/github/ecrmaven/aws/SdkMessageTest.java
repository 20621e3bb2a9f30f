package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What is shown of exceptions of libraries. */
class SdkMessageTest {
    private static final String SECRET = "hunter2-and-more";

    @ParameterizedTest
    @MethodSource("quotes")
    void showsNothingThatALibraryQuotes(ThrowingCallable call, String shown) {
        Throwable failure = catchThrowable(call);
        assertThat(failure).hasMessageContaining(SECRET);

        assertThat(AwsFailures.reason(
                        SdkClientException.builder().cause(failure).build()))
                .doesNotContain(SECRET)
                .contains(shown);
    }

    static Stream<Arguments> quotes() {
        return Map.<ThrowingCallable, String>of(
                        () -> ((HttpURLConnection) new URL("http://127.0.0.1/").openConnection())
                                        .setRequestProperty("Authorization", SECRET + "\nx"),
                                "IllegalArgumentException in sun.net.www",
                        () -> URI.create("http://user:" + SECRET + "@ host/"), "URISyntaxException in java.net.URI",
                        () -> new URL(SECRET + "://host/"), MalformedURLException.class.getSimpleName(),
                        () -> Integer.parseInt(SECRET), "NumberFormatException in java.lang",
                        () -> DateTimeFormatter.ISO_INSTANT.parse(SECRET), "DateTimeParseException in java.time")
                .entrySet()
                .stream()
                .map(quote -> Arguments.of(quote.getKey(), quote.getValue()));
    }

    /** As a library would: what the plugin throws itself, it words itself. */
    @ParameterizedTest
    @MethodSource
    void showsNothingOfALibraryThatIsNotKnownToBeHarmless(Exception failure) {
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("com.example.Parser", "read", null, 1)});

        assertThat(AwsFailures.reason(new UncheckedIOException(new IOException(failure))))
                .isEqualTo(failure.getClass().getSimpleName() + " in com.example.Parser.read");
    }

    static Stream<Exception> showsNothingOfALibraryThatIsNotKnownToBeHarmless() {
        return Stream.of(
                new IllegalArgumentException(SECRET),
                new IllegalStateException(SECRET),
                new NullPointerException(SECRET),
                new IOException(SECRET),
                SdkClientException.create("Unable to unmarshall " + SECRET));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Unable to load credentials from any of the providers in the chain [hunter2]; Unable to load credentials from any of the providers",
                "Unable to execute HTTP request: hunter2; Unable to execute HTTP request",
                "Token cache file for login_session `arn` not found. hunter2; Token cache file for login_session `arn` not found",
            })
    void showsOfTheSdkTheSentencesThatAreKnown(String text, String shown) {
        var failure = SdkClientException.create(text);
        failure.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("software.amazon.awssdk.Core", "run", null, 1)});

        assertThat(AwsFailures.reason(failure)).isEqualTo(shown);
    }

    @Test
    void showsWhatAConnectionAndTheSdkSay() {
        assertThat(AwsFailures.reason(SdkClientException.create("x", new ConnectException("Connection refused"))))
                .isEqualTo("Connection refused");
        assertThat(AwsFailures.reason(SdkClientException.create("nobody has signed in")))
                .isEqualTo("nobody has signed in");
        assertThat(AwsFailures.reason(new IllegalArgumentException("source_profile 'a' is missing")))
                .isEqualTo("source_profile 'a' is missing");
    }
}
