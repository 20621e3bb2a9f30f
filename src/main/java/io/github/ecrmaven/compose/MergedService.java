package io.github.ecrmaven.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * What the files say about one service: a mapping of each, of which a later one overrides the earlier.
 *
 * @param mappings the earliest first
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/13-merge.md">Merge</a>
 */
record MergedService(List<YamlValue> mappings) {
    /** Returns whether a later file has taken the service away. */
    boolean isRemoved() {
        return mappings.isEmpty() || last(mappings).isReset();
    }

    /** Returns what the service has as an attribute: one value of each file, if no later one replaces it. */
    List<YamlValue> all(String attribute) {
        List<YamlValue> values = new ArrayList<>();
        for (YamlValue mapping : mappings) {
            begin(values, mapping);
            YamlValue value = mapping.isReset() ? null : mapping.mapping().get(attribute);
            if (value != null) {
                begin(values, value);
                if (!value.isReset() && !value.isNull()) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private static void begin(List<YamlValue> values, YamlValue next) {
        if (next.replacesEarlier()) {
            values.clear();
        }
    }

    /** Returns the attribute's value that counts; null if there is none. */
    YamlValue get(String attribute) {
        List<YamlValue> values = all(attribute);
        return values.isEmpty() ? null : last(values);
    }

    /** Returns the attribute's text; null if there is none, or it is empty. */
    String text(String attribute) {
        YamlValue value = get(attribute);
        String text = value == null ? "" : value.text().strip();
        return text.isEmpty() ? null : text;
    }

    /** Returns the values of the attribute's lists in all files. */
    List<YamlValue> list(String attribute) {
        return all(attribute).stream().flatMap(value -> value.list().stream()).toList();
    }

    /** Returns the place of the service, for messages. */
    YamlValue last() {
        return last(mappings);
    }

    private static YamlValue last(List<YamlValue> values) {
        return values.get(values.size() - 1);
    }
}
