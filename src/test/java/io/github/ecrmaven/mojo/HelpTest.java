package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/**
 * The output of {@code ecr:help -Ddetail}, which is generated from the goals' Javadoc. In the samples of the Javadoc,
 * the line feed is inside the tag {@code <br>} at the end of each line: the help starts a new line only at such a tag,
 * and the site would show a line feed outside of it as another line.
 */
class HelpTest {
    /** The root elements of the samples. */
    private static final String ROOTS = "images|registries|mirrors|composeFiles|plugin|lockFile";

    private static final Pattern SAMPLE =
            Pattern.compile("^ *<(" + ROOTS + ")>.*?</\\1>$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BEGINNING = Pattern.compile("<(?:" + ROOTS + ")>");

    @ParameterizedTest
    @ValueSource(strings = {"pull", "remove", "check", "lock"})
    void samplesHaveOneXmlElementPerLine(String goal) throws Exception {
        String text = help(goal);

        List<String> found =
                SAMPLE.matcher(text).results().map(match -> match.group()).toList();
        assertThat(found)
                .hasSizeGreaterThan(1)
                .hasSameSizeAs(BEGINNING.matcher(text).results().toList());
        for (String sample : found) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(sample)));
            assertThat(sample.lines()).allMatch(line -> line.matches(" *(<[^<>]+>|<(\\w+)>[^<>]+</\\2>)"));
        }
        assertThat(text).doesNotContain("{@");
    }

    @Test
    void aSampleLogKeepsItsLines() throws Exception {
        assertThat(help("lock").lines().map(String::strip))
                .containsSequence(
                        "team/app:1.4 locked at sha256:d57c7634a1e5",
                        "team/db:16 sha256:c478747b5729 -> sha256:0d83a91c55ef",
                        "Locked 2 images in ecr.lock: 1 moved, 1 new");
    }

    private static String help(String goal) throws Exception {
        List<String> texts = new ArrayList<>();
        var help = new HelpMojo();
        set(help, "detail", true);
        set(help, "goal", goal);
        set(help, "lineLength", 120);
        set(help, "indentSize", 2);
        help.setLog(new RecordedLog(texts));
        help.execute();
        return String.join("\n", texts);
    }

    private static void set(Object object, String field, Object value) throws ReflectiveOperationException {
        var declared = object.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        declared.set(object, value);
    }
}
