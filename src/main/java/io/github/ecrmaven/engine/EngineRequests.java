package io.github.ecrmaven.engine;

import io.github.ecrmaven.image.Platform;
import io.github.ecrmaven.image.RegistryCredentials;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sends requests to an engine, in the version of the API that it is spoken to in, and reads their answers whole.
 *
 * @param http the connections to the engine
 * @param version what the engine says of its versions
 * @param patience how long an answer may take
 */
record EngineRequests(EngineHttp http, EngineVersion version, Duration patience) {
    private static final byte[] NOTHING = {};

    /**
     * Asks for what is at a path.
     *
     * @return the answer; empty for 404
     * @throws RefusedException for any other status that is not a success
     */
    Optional<byte[]> get(String path) throws IOException {
        return sendAsIs("GET", version.api() + path);
    }

    /** Asks for what is at a path of the newer API that knows platforms, for one of them. */
    Optional<byte[]> getForPlatform(String path, Platform platform) throws IOException {
        return sendAsIs("GET", version.platformApi() + path + "?platform=" + encode(json(platform)));
    }

    private static String json(Platform platform) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("os", platform.os());
        fields.put("architecture", platform.architecture());
        fields.put("variant", platform.variant());
        return Json.write(fields);
    }

    /** Sends a request. */
    Optional<byte[]> send(String method, String path) throws IOException {
        return sendAsIs(method, version.api() + path);
    }

    private Optional<byte[]> sendAsIs(String method, String path) throws IOException {
        try (EngineAnswer answer = http.send(method, path, Map.of(), NOTHING, patience, new Pulse())) {
            if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                answer.whole();
                return Optional.empty();
            }
            return Optional.of(whole(answer));
        }
    }

    /**
     * Reads an answer.
     *
     * @throws RefusedException for a status that is not a success
     */
    static byte[] whole(EngineAnswer answer) throws IOException {
        refuseUnlessOk(answer);
        return answer.whole();
    }

    static void refuseUnlessOk(EngineAnswer answer) throws IOException {
        if (answer.status() / 100 != 2) {
            throw RefusedException.of(answer.status(), answer.whole());
        }
    }

    /**
     * What the registry asks of who pulls. The containerd store does not look at credentials for another address, and
     * no engine at those in the other base64.
     */
    static String auth(String registry, RegistryCredentials credentials) {
        String fields = Json.write(Map.of(
                "username", credentials.username(),
                "password", credentials.password().reveal(),
                "serveraddress", registry));
        return Base64.getUrlEncoder().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
