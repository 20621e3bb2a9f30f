package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.SafeMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value in a compose file, which knows where it is.
 *
 * @param file with the value
 * @param scope of the file
 * @param path of the value in the file, such as {@code services.db.image}
 * @param node as the YAML library has read it
 */
record YamlValue(Path file, FileScope scope, String path, Node node) {
    private static final String MERGE = "<<";
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** Returns whether it takes away what earlier files say. */
    boolean isReset() {
        return hasTag("!reset");
    }

    private boolean hasTag(String tag) {
        return node.getTag().getValue().equals(tag);
    }

    boolean isNull() {
        return node instanceof ScalarNode scalar && scalar.isPlain() && NULLS.contains(scalar.getValue());
    }

    boolean isText() {
        return node instanceof ScalarNode;
    }

    /** Returns a text with the values of variables; the user is told of those that are not set. */
    String text() {
        return text(name -> note("variable " + name + " is not set, and has no default"));
    }

    /**
     * Returns a text with the values of variables.
     *
     * @param unset takes the name of each variable that is not set and has no default
     */
    String text(Consumer<String> unset) {
        if (!(node instanceof ScalarNode scalar)) {
            throw bad("it is not a text");
        }
        try {
            return Interpolation.interpolate(scalar.getValue(), scope.variables(), unset);
        } catch (IllegalArgumentException e) {
            throw bad(SafeMessage.of(e));
        }
    }

    /** Returns the texts of a list, or one text alone. */
    List<String> texts() {
        return isText() ? List.of(text()) : list().stream().map(YamlValue::text).toList();
    }

    /** Returns the values of a list. */
    List<YamlValue> list() {
        if (isNull()) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw bad("it is not a list");
        }
        List<YamlValue> values = new ArrayList<>();
        for (Node value : sequence.getValue()) {
            values.add(new YamlValue(file, scope, path + "[" + values.size() + "]", value));
        }
        return values;
    }

    /** Returns the values of a mapping by their keys, with those that {@code <<} merges in. */
    Map<String, YamlValue> mapping() {
        Map<String, YamlValue> values = new LinkedHashMap<>();
        addTo(values, new HashSet<>());
        return values;
    }

    /**
     * Adds the values whose keys are not there yet: those of a mapping itself, and then of others that it merges in.
     *
     * @param visited the mappings that have been added, as one may merge in itself
     */
    private void addTo(Map<String, YamlValue> values, Set<Node> visited) {
        if (isNull() || !visited.add(node)) {
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw bad("it is not a mapping");
        }
        List<YamlValue> merged = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue key = new YamlValue(file, scope, path, tuple.getKeyNode());
            if (!(key.node instanceof ScalarNode scalar)) {
                throw key.bad("a key of it is not a text");
            }
            String name = scalar.getValue();
            if (!keys.add(name)) {
                throw key.bad("'" + name + "' is there twice");
            }
            YamlValue value =
                    new YamlValue(file, scope, path.isEmpty() ? name : path + "." + name, tuple.getValueNode());
            if (name.equals(MERGE)) {
                merged.addAll(value.node instanceof SequenceNode ? value.list() : List.of(value));
            } else {
                values.putIfAbsent(name, value);
            }
        }
        merged.forEach(other -> new YamlValue(file, scope, path, other.node).addTo(values, visited));
    }

    /** Returns the value with this key; null if there is none. */
    YamlValue get(String key) {
        YamlValue value = mapping().get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** Returns the value with this key; null if there is none, or this is the short form, a text. */
    YamlValue getUnlessText(String key) {
        return isText() ? null : get(key);
    }

    /** Returns whether the value takes the place of those of earlier files, instead of adding to them. */
    boolean replacesEarlier() {
        return isReset() || hasTag("!override");
    }

    /** Returns where the value is, for messages. */
    String place() {
        return YamlFile.place(file, node.getStartMark()) + (path.isEmpty() ? "" : ": " + path);
    }

    void note(String remark) {
        scope.notes().accept(place() + ": " + remark);
    }

    ExplainedException bad(String reason) {
        return ExplainedException.configuration(place() + ": " + reason);
    }
}
