package io.github.ecrmaven.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanReadableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            312000000 | 12400  | 25161290 | 12.4 s (312 MB, 25 MB/s)
            820000    | 1000   | 820000   | 1.0 s (820 kB, 820 kB/s)
            1400000000| 204600 | 6842620  | 3 min 25 s (1.4 GB, 6.8 MB/s)
            0         | 210    | 0        | 0.2 s
            5         | 0      | 0        | 0.0 s (5 B)
            0         | 59499  | 0        | 59.5 s
            0         | 59500  | 0        | 1 min 0 s
            """)
    void download(long bytes, long millis, long bytesPerSecond, String text) {
        assertThat(HumanReadable.download(bytes, Duration.ofMillis(millis), bytesPerSecond))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9950, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "312400000, 312 MB",
        "1449999999, 1.4 GB",
        "2000000000000, 2.0 TB",
        "2000000000000000, 2000 TB"
    })
    void size(long count, String text) {
        assertThat(HumanReadable.size(count)).isEqualTo(text);
    }
}
