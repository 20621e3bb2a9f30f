package io.github.ecrmaven.compose;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Replaces variables in a text as compose does: <code>$NAME</code>, <code>${NAME}</code>, and with {@code -}, {@code +}
 * or {@code ?} and a text, before which a {@code :} makes an empty value count as none. {@code $$} is a {@code $}.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md">Interpolation</a>
 */
final class Interpolation extends TextScanner {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern OPERATOR = Pattern.compile(":?[-+?]");

    /** Few variables that name each other twice would make any memory too small. */
    private static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_DEPTH = 50;

    private final Variables variables;
    private final Consumer<String> unset;
    private final int depth;
    private final StringBuilder result = new StringBuilder();

    private Interpolation(String text, Variables variables, Consumer<String> unset, int depth) {
        super(text);
        check(depth <= MAX_DEPTH, "it has more than " + MAX_DEPTH + " variables within each other");
        this.variables = variables;
        this.unset = unset;
        this.depth = depth;
    }

    /**
     * Returns a text with the values of its variables; one that is not set and has no default is empty.
     *
     * @param unset takes the name of each variable that is not set and has no default
     * @throws IllegalArgumentException if a variable is required and not set, or the text is invalid; the message is
     *     the reason, without any value
     */
    static String interpolate(String text, Variables variables, Consumer<String> unset) {
        return new Interpolation(text, variables, unset, 0).interpolated();
    }

    private String interpolated() {
        while (position < text.length()) {
            char next = text.charAt(position++);
            result.append(next == '$' ? afterDollar() : String.valueOf(next));
            check(result.length() <= MAX_LENGTH, "it is longer than 1 MiB with the values of its variables");
        }
        return result.toString();
    }

    private String afterDollar() {
        if (text.startsWith("$", position)) {
            position++;
            return "$";
        }
        if (text.startsWith("{", position)) {
            position++;
            return inBraces();
        }
        String name = take(NAME);
        return name.isEmpty() ? "$" : valueOrNone(name);
    }

    private String inBraces() {
        String name = take(NAME);
        String operator = take(OPERATOR);
        int end = operator.isEmpty() ? position : closingBrace();
        check(
                !name.isEmpty() && text.startsWith("}", end),
                "it has ${ without a variable as compose takes it: ${NAME}, ${NAME:-default}, ${NAME:+text} or"
                        + " ${NAME:?message}; a $ itself is written $$");
        String operand = text.substring(position, end);
        position = end + 1;
        boolean isEmptyUnset = operator.startsWith(":");
        Optional<String> value = variables.find(name).filter(set -> !isEmptyUnset || !set.isEmpty());
        return switch (operator.isEmpty() ? ' ' : operator.charAt(operator.length() - 1)) {
            case '-' -> value.orElseGet(() -> nested(operand));
            case '+' -> value.map(set -> nested(operand)).orElse("");
            case '?' ->
                value.orElseThrow(() -> new IllegalArgumentException(
                        "variable " + name + (isEmptyUnset ? " is not set, or is empty" : " is not set")
                                + (operand.isEmpty() ? "" : ": " + operand)));
            default -> valueOrNone(name);
        };
    }

    private String valueOrNone(String name) {
        return variables.find(name).orElseGet(() -> {
            unset.accept(name);
            return "";
        });
    }

    private String nested(String operand) {
        return new Interpolation(operand, variables, unset, depth + 1).interpolated();
    }

    /** Returns where the brace is that closes the one before; the text's end where there is none. */
    private int closingBrace() {
        int open = 1;
        for (int i = position; i < text.length(); i++) {
            char next = text.charAt(i);
            open += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static void check(boolean holds, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
    }
}
