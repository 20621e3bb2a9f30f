package io.github.ecrmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** What {@code ecr:help -Ddetail} shows, which is made of the goals' Javadoc. */
class HelpTest {
    /** The outermost elements of the samples. */
    private static final Pattern SAMPLE =
            Pattern.compile("<(images|registries|mirrors|composeFiles|plugin|lockFile)>.*?</\\1>");

    private static final Pattern BEGINNING =
            Pattern.compile("<(?:images|registries|mirrors|composeFiles|plugin|lockFile)>");

    @ParameterizedTest
    @ValueSource(strings = {"pull", "remove", "check", "lock"})
    void samplesAreXml(String goal) throws Exception {
        String text = help(goal);

        List<String> found =
                SAMPLE.matcher(text).results().map(match -> match.group()).toList();
        assertThat(found)
                .hasSizeGreaterThan(1)
                .hasSameSizeAs(BEGINNING.matcher(text).results().toList());
        for (String sample : found) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(sample)));
        }
        assertThat(text).doesNotContain("{@");
    }

    /** Returns the help as one line, as the goal wraps it somewhere. */
    private static String help(String goal) throws Exception {
        List<String> lines = new ArrayList<>();
        var help = new HelpMojo();
        set(help, "detail", true);
        set(help, "goal", goal);
        set(help, "lineLength", 80);
        set(help, "indentSize", 2);
        help.setLog(new RecordedLog(lines));
        help.execute();
        return String.join(" ", lines).replaceAll("\\s+", " ");
    }

    private static void set(Object object, String field, Object value) throws ReflectiveOperationException {
        var declared = object.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        declared.set(object, value);
    }
}
