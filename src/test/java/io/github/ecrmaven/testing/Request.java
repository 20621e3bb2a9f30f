package io.github.ecrmaven.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP request that a stand-in received. Header names are case-insensitive. */
record Request(String method, URI uri, Map<String, String> headers, String body) {

    String path() {
        return uri.getPath();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns the body, or the encoded query of a request without one. */
    String payload() {
        return body.isEmpty() ? Optional.ofNullable(uri.getRawQuery()).orElse("") : body;
    }

    /** Decodes the parameters of a form or query. */
    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : encoded.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (!parts[0].isEmpty()) {
                parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
