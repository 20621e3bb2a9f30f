package io.github.ecrmaven.mojo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ecrmaven.PullReport;
import io.github.ecrmaven.PullResult;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Tells the rest of a build which images it got, by properties and in a file. The names in both are a contract, see
 * {@link PullMojo}.
 *
 * @param properties of the project
 * @param file to write; null where there is no POM, and so no build that could read it
 * @param build what the executions of the build know of each other: the second of a module adds to the file
 */
record PullOutputs(Properties properties, Path file, Map<String, Object> build) {
    private static final String IMAGES = "images";
    private static final String REFERENCE = "reference";
    private static final String PLATFORM = "platform";
    private static final String REMEDY = "ecr:pull needs it: make it a file that can be written";

    /**
     * Removes what an earlier build has told.
     *
     * @throws ExplainedException when that is not possible
     */
    void begin() {
        if (file == null) {
            return;
        }
        synchronized (build) {
            if (build.containsKey(key())) {
                return;
            }
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw JsonFile.notWritten(file, REMEDY, e);
            }
        }
    }

    /**
     * Tells what this execution got.
     *
     * @throws ExplainedException when the file cannot be written
     */
    void tell(PullReport report) {
        report.results().stream()
                .filter(result -> result.image().id() != null && result.local() != null)
                .forEach(this::set);
        if (file != null) {
            write(report);
        }
    }

    private void write(PullReport report) {
        synchronized (build) {
            var images = new JsonArray();
            Optional.ofNullable(build.get(key()))
                    .ifPresent(text -> images.addAll(
                            JsonParser.parseString(text.toString()).getAsJsonArray()));
            for (PullResult result : report.results()) {
                JsonObject image = json(result, report.engine());
                remove(images, image);
                images.add(image);
            }
            var json = new JsonObject();
            json.add(IMAGES, images);
            JsonFile.write(json, file, REMEDY);
            build.put(key(), images.toString());
        }
    }

    private String key() {
        return getClass().getName() + " " + file;
    }

    private void set(PullResult result) {
        String prefix = "ecr." + result.image().id() + ".";
        properties.setProperty(prefix + "image", result.pullable());
        properties.setProperty(prefix + "imageId", result.local().id());
        result.digest().ifPresent(digest -> properties.setProperty(prefix + "digest", digest));
        if (result.image().localTag() != null) {
            properties.setProperty(
                    prefix + "localTag", result.image().localTag().toString());
        }
    }

    /** What an earlier execution told of the same image is no longer true. */
    private static void remove(JsonArray images, JsonObject image) {
        for (var earlier = images.iterator(); earlier.hasNext(); ) {
            JsonObject other = earlier.next().getAsJsonObject();
            if (other.get(REFERENCE).equals(image.get(REFERENCE))
                    && other.get(PLATFORM).equals(image.get(PLATFORM))) {
                earlier.remove();
            }
        }
    }

    private static JsonObject json(PullResult result, EngineDescription engine) {
        var json = new JsonObject();
        json.addProperty("id", result.image().id());
        json.addProperty(REFERENCE, result.image().reference().toString());
        json.addProperty("image", result.local() == null ? null : result.pullable());
        json.addProperty("digest", result.digest().orElse(null));
        json.addProperty(
                "imageId", result.local() == null ? null : result.local().id());
        json.addProperty("localTag", text(result.image().localTag()));
        json.addProperty(
                PLATFORM,
                result.local() == null
                        ? text(result.image().platform())
                        : result.local().platform());
        json.addProperty("size", result.local() == null ? null : result.local().size());
        json.addProperty("outcome", result.outcome().toString());
        json.addProperty(
                "problem", result.failure() == null ? null : result.failure().getMessage());
        json.addProperty(
                "endedAt", result.endedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.addProperty("seconds", result.time().toMillis() / 1e3);
        json.add("engine", json(engine));
        return json;
    }

    private static JsonElement json(EngineDescription engine) {
        var json = new JsonObject();
        json.addProperty("address", engine.address());
        json.addProperty("product", engine.product());
        json.addProperty("version", engine.version());
        return json;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
