package io.github.ecrmaven.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecrmaven.aws.ConfigFile.Property;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.testing.AwsSettings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Config files are read as the AWS CLI reads them. The expected results are those of botocore 1.43, which was also
 * compared on 3000 random files. In the texts, {@code ;;} is a line break and {@code _} a blank.
 */
class ConfigFileTest {
    @RegisterExtension
    final AwsSettings settings = new AwsSettings();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [a];;k = v                        | {a={k=v}}
            [a];;k=v;;                        | {a={k=v}}
            [a];;k: v                         | {a={k=v}}
            [a];;k = v:w=x                    | {a={k=v:w=x}}
            [a];;url: https://h:1/            | {a={url=https://h:1/}}
            [a];;____k = v;;____l = w         | {a={k=v, l=w}}
            __[a];;__k = v                    | {a={k=v}}
            [a];;____k = v;;__l = w           | {a={k=v, l=w}}
            [a];;k = v;;__l = w               | {a={k=v/l = w}}
            [a];;k =;;__l = w;;__m=x;;n = y   | {a={k=/l = w/m=x, n=y}}
            [a];;____k = v;;__[b];;__k = w    | {a={k=v}, b={k=w}}
            [a];;k = v;;;;__# c;;# c;;l = w   | {a={k=v, l=w}}
            [a];;AccessKeyID = v              | {a={accesskeyid=v}}
            [A b];;[a "b c"];;k=              | {A b={}, a "b c"={k=}}
            [a] # c;;k = v # c                | {a={k=v # c}}
            [DEFAULT];;k = v;;[a];;[b];;k=w   | {a={k=v}, b={k=w}}
            # only a comment                  | {}
            """)
    void readsAFileAsTheAwsCliDoes(String text, String sections) throws IOException {
        assertThat(read(text, StandardCharsets.UTF_8)).isEqualTo(sections);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [a];;SECRET               | line 2 is neither a [section] nor NAME = VALUE. Correct it, or comment it out with #
            [a];;= SECRET             | line 2 is neither a [section] nor NAME = VALUE. Correct it, or comment it out with #
            [a;;k = SECRET            | the title in line 1 has no closing ]. Add it
            ;;k = SECRET              | line 2 is before the first [section]. Move it into a section, or comment it out with #
            [a];;k=SECRET;;[b];;[a]   | line 4 begins [a] again, as line 1 does. Merge the two sections
            [a];;k=SECRET;;K = SECRET | line 3 sets k of [a] again, as line 2 does. Keep one of them
            [a];;s3 =;;__SECRET       | the lines below s3 in line 2 are not all NAME = VALUE. Correct them, or indent them no more than that line
            """)
    void refusesWhatTheAwsCliRefusesWithoutShowingSecrets(String text, String reason) {
        assertThatThrownBy(() -> read(text, StandardCharsets.UTF_8))
                .isInstanceOf(ExplainedException.class)
                .hasMessage("cannot read " + folder.resolve("config") + ": " + reason)
                .hasMessageNotContaining("SECRET");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            UTF-8      | it begins with a byte order mark (BOM), which the AWS CLI does not accept
            UTF-16LE   | it is UTF-16, or not a text file
            UTF-16BE   | it is UTF-16, or not a text file
            ISO-8859-1 | it is not UTF-8
            """)
    void explainsAnotherEncoding(String charset, String reason) {
        settings.set("native.encoding", "UTF-8");

        assertThatThrownBy(() -> read("\ufeff\u00e9[a];;k = v", Charset.forName(charset)))
                .hasMessage(
                        "cannot read " + folder.resolve("config") + ": " + reason + ". Save it as UTF-8 without BOM");
    }

    /** On Windows, Notepad and the AWS CLI use the encoding of the system. */
    @Test
    void readsTheEncodingOfTheSystem() throws IOException {
        settings.set("native.encoding", "ISO-8859-1");

        assertThat(read("[K\u00f6ln];;k = v", StandardCharsets.ISO_8859_1)).isEqualTo("{K\u00f6ln={k=v}}");
        assertThat(read("[K\u00f6ln];;k = v", StandardCharsets.UTF_8)).isEqualTo("{K\u00f6ln={k=v}}");
    }

    @Test
    void anAbsentFileHasNoSections() {
        assertThat(ConfigFile.read(folder.resolve("absent"))).isEmpty();
        assertThat(ConfigFile.read(folder)).isEmpty();
    }

    @Test
    void aPropertyShowsItsLineAndNotItsValue() throws IOException {
        read("[a];;;;k = SECRET", StandardCharsets.UTF_8);

        Property property = ConfigFile.read(folder.resolve("config")).get("a").get("k");
        assertThat(property).hasToString(folder.resolve("config") + ", line 3");
    }

    private String read(String text, Charset charset) throws IOException {
        Path file = folder.resolve("config");
        Files.write(file, text.replace(";;", "\n").replace('_', ' ').getBytes(charset));
        Map<String, Map<String, String>> values = new TreeMap<>();
        ConfigFile.read(file)
                .forEach((section, properties) -> values.put(
                        section,
                        new TreeMap<>(properties.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().value().replace('\n', '/'))))));
        return values.toString();
    }
}
