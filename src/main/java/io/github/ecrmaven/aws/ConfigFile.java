package io.github.ecrmaven.aws;

import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a config or credentials file of AWS like the AWS CLI, which uses Python's {@code configparser}
 * (https://docs.python.org/3/library/configparser.html#supported-ini-file-structure).
 *
 * <p>Messages contain only section titles and property names, as values may be secrets.
 */
final class ConfigFile {
    /** The section whose properties are the defaults of all others. */
    private static final String DEFAULTS = "DEFAULT";

    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");
    private static final Pattern INDENT = Pattern.compile("\\s*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern TRAILING_SPACE = Pattern.compile("(?<!\\s)\\s++\\z", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SECTION = Pattern.compile("\\[(.+)\\].*");
    private static final Pattern PROPERTY =
            Pattern.compile("(.*?)\\s*[=:]\\s*(.*)", Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);

    private static final String SAVE = ". Save it as UTF-8 without BOM";

    private final Path file;
    private final Map<String, Map<String, Property>> sections = new LinkedHashMap<>();
    private final Map<String, Integer> sectionLines = new HashMap<>();
    private String section;
    private String key;
    private int indent;
    private int line;

    /**
     * A property.
     *
     * @param value the value, with a line break before each continuation line
     * @param line the number of its first line
     */
    record Property(String value, Path file, int line) {
        private Property append(String continuation) {
            return new Property(value + "\n" + continuation, file, line);
        }

        /** Returns the place in the file without the value. */
        @Override
        public String toString() {
            return file + ", line " + line;
        }
    }

    private ConfigFile(Path file) {
        this.file = file;
    }

    /**
     * Returns the properties of each section; empty if there is no such file.
     *
     * @throws ExplainedException if the AWS CLI would refuse the file too
     */
    static Map<String, Map<String, Property>> read(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file) ? new ConfigFile(file).sections() : Map.of();
    }

    private Map<String, Map<String, Property>> sections() {
        for (String text : LINE_BREAK.split(text(), -1)) {
            line++;
            readLine(text);
        }
        sections.values().forEach(properties -> properties.replaceAll(this::checked));
        Map<String, Property> defaults = sections.remove(DEFAULTS);
        if (defaults != null) {
            sections.values().forEach(properties -> defaults.forEach(properties::putIfAbsent));
        }
        return sections;
    }

    private Property checked(String name, Property property) {
        String value = strip(property.value());
        if (value.startsWith("\n") && value.lines().anyMatch(nested -> !nested.isBlank() && !nested.contains("="))) {
            throw unusable("the lines below " + name + " in line " + property.line()
                    + " are not all NAME = VALUE. Correct them, or indent them no more than that line");
        }
        return new Property(value, file, property.line());
    }

    private void readLine(String text) {
        Matcher indented = INDENT.matcher(text);
        int depth = indented.lookingAt() ? indented.end() : 0;
        String content = strip(text.substring(depth));
        if (content.startsWith("#") || content.startsWith(";")) {
            return;
        }
        boolean continues = key != null && (content.isEmpty() || depth > indent);
        if (continues) {
            sections.get(section).computeIfPresent(key, (name, property) -> property.append(content));
        } else if (!content.isEmpty()) {
            indent = depth;
            Matcher title = SECTION.matcher(content);
            if (title.matches()) {
                beginSection(title.group(1));
            } else {
                addProperty(content);
            }
        }
    }

    private void beginSection(String title) {
        Integer before = sectionLines.putIfAbsent(title, line);
        if (before != null && !title.equals(DEFAULTS)) {
            throw unusable("line " + line + " begins [" + title + "] again, as line " + before + " does. Merge the two"
                    + " sections");
        }
        section = title;
        key = null;
        sections.computeIfAbsent(title, absent -> new LinkedHashMap<>());
    }

    private void addProperty(String content) {
        Matcher parts = PROPERTY.matcher(content);
        boolean isProperty = parts.matches() && !parts.group(1).isEmpty();
        if (content.startsWith("[") && !(isProperty && section != null)) {
            throw unusable("the title in line " + line + " has no closing ]. Add it");
        }
        if (section == null) {
            throw unusable("line " + line + " is before the first [section]. Move it into a section, or comment"
                    + " it out with #");
        }
        if (!isProperty) {
            throw unusable(
                    "line " + line + " is neither a [section] nor NAME = VALUE. Correct it, or comment it out with #");
        }
        key = parts.group(1).toLowerCase(Locale.ROOT);
        Property before = sections.get(section).putIfAbsent(key, new Property(parts.group(2), file, line));
        if (before != null) {
            throw unusable("line " + line + " sets " + key + " of [" + section + "] again, as line " + before.line()
                    + " does. Keep one of them");
        }
    }

    private String text() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw unusable("it cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        String bytewise = new String(bytes, StandardCharsets.ISO_8859_1);
        if (bytewise.startsWith("\u00ef\u00bb\u00bf")) {
            throw unusable("it begins with a byte order mark (BOM), which the AWS CLI does not accept" + SAVE);
        }
        if (bytewise.indexOf('\0') >= 0) {
            throw unusable("it is UTF-16, or not a text file" + SAVE);
        }
        // On Windows the AWS CLI expects the system's encoding instead of UTF-8.
        Charset local = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
        for (Charset charset : List.of(StandardCharsets.UTF_8, local)) {
            try {
                return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                // Tries the other charset.
            }
        }
        throw unusable("it is not UTF-8" + SAVE);
    }

    private static String strip(String text) {
        return TRAILING_SPACE.matcher(text).replaceFirst("");
    }

    private ExplainedException unusable(String reason) {
        return ExplainedException.configuration("cannot read " + file + ": " + reason);
    }
}
