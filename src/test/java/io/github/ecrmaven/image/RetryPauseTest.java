package io.github.ecrmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pause before a retry, with and without a pause that the other side requests. */
class RetryPauseTest {
    @ParameterizedTest
    @CsvSource({
        "1,   0,  500,   1000",
        "3,   0,  2000,  4000",
        "6,   0,  15000, 30000",
        "100, 0,  15000, 30000",
        "1,   7,  7000,  7000",
        "1,   -5, 500,   1000",
        "1,   31, 30000, 30000",
        "1,   86400000000, 30000, 30000"
    })
    void isAtLeastTheRequestedPauseAndAtMostHalfAMinute(int retry, long wantedSeconds, long shortest, long longest) {
        assertThat(RetryPause.millis(retry, Duration.ofSeconds(wantedSeconds))).isBetween(shortest, longest);
    }
}
