package io.github.ecrmaven.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The opaque tokens that operations accept instead of a signature. */
final class Tokens {
    private record Token(String operation, String value) {}

    private final Set<Token> accepted = ConcurrentHashMap.newKeySet();

    void accept(String operation, String token) {
        accepted.add(new Token(operation, token));
    }

    Set<String> all() {
        return accepted.stream().map(Token::value).collect(Collectors.toSet());
    }

    boolean accepts(String operation, String token) {
        return accepted.contains(new Token(operation, token));
    }
}
