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
 * What {@code ecr:help -Ddetail} shows, which is made of the goals' Javadoc. In the Javadoc of a sample, the tag
 * {@code <br>} at the end of a line has the line feed inside, as help begins a line only after such a tag, and pages
 * show each line feed outside of it as one more line.
 */
class HelpTest {
    /** The outermost elements of the samples. */
    private static final String ROOTS = "images|registries|mirrors|composeFiles|plugin|lockFile";

    private static final Pattern SAMPLE =
            Pattern.compile("^ *<(" + ROOTS + ")>.*?</\\1>$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern BEGINNING = Pattern.compile("<(?:" + ROOTS + ")>");

    @ParameterizedTest
    @ValueSource(strings = {"pull", "remove", "check", "lock"})
    void samplesAreXmlLineByLine(String goal) throws Exception {
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
    void linesOfALogAreLines() throws Exception {
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
