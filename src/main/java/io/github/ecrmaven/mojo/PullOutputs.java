package io.github.ecrmaven.mojo;

import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.engine.LocalImage;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.ImageToPull;
import io.github.ecrmaven.pull.PullReport;
import io.github.ecrmaven.pull.PullResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What ecr:pull tells the rest of the build about the images: the properties and the file that {@link PullMojo}
 * promises.
 *
 * @param properties the properties of the project
 * @param file the file to write; null without a POM
 * @param build the data that the goals of the build share: a second execution in a module adds to the file
 * @param warn receives warnings
 */
record PullOutputs(Properties properties, Path file, BuildData build, Consumer<String> warn) {
    private static final String ID = "id";
    private static final String REFERENCE = "reference";
    private static final String LOCAL_TAG = "localTag";
    private static final String PLATFORM = "platform";
    private static final String REMEDY = "ecr:pull needs it: make it a file that can be written";

    /**
     * Deletes the file of an earlier build.
     *
     * @throws ExplainedException if that fails
     */
    void begin() {
        if (file == null) {
            return;
        }
        if (build.isNew("beginning of " + file)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw FileFailure.notWritten(file.toString(), REMEDY, e);
            }
        }
    }

    /**
     * Writes the results of this execution.
     *
     * @throws ExplainedException if the file cannot be written
     */
    void write(PullReport report) {
        for (PullResult result : report.results()) {
            if (result.image().id() != null && result.local() != null) {
                set(result);
            }
        }
        if (file != null) {
            writeFile(report);
        }
    }

    private void writeFile(PullReport report) {
        Map<List<Object>, Map<String, Object>> images = build.get("images of " + file, LinkedHashMap::new);
        synchronized (images) {
            for (PullResult result : report.results()) {
                Map<String, Object> image = json(result, report.engine());
                List<Object> key =
                        Arrays.asList(image.get(ID), image.get(REFERENCE), image.get(LOCAL_TAG), image.get(PLATFORM));
                // The result of an earlier execution for the same image is outdated.
                images.remove(key);
                images.put(key, image);
            }
            JsonFile.write(Map.of("images", images.values()), file, REMEDY);
        }
    }

    private void set(PullResult result) {
        String prefix = "ecr." + result.image().id() + ".";
        warnOfSameId(result.image());
        properties.setProperty(prefix + "image", result.pullable());
        properties.setProperty(prefix + "imageId", result.local().id());
        result.digest().ifPresent(digest -> properties.setProperty(prefix + "digest", digest));
        result.image().names().ownTag().ifPresent(name -> properties.setProperty(prefix + "ownName", name));
        if (result.image().names().localTag() != null) {
            properties.setProperty(
                    prefix + LOCAL_TAG, result.image().names().localTag().toString());
        }
    }

    /** Two images of one execution have no common id, but two executions do not know each other's. */
    private void warnOfSameId(ImageToPull image) {
        Map<String, String> images = build.get("ids of " + file, ConcurrentHashMap::new);
        String name = image.declared().toString();
        String before = images.put(image.id(), name);
        if (before != null && !before.equals(name)) {
            warn.accept("two images of this module have the id '" + image.id() + "': " + before + ", and now " + name
                    + ", which ecr." + image.id() + ".image and the like stand for from here on. Give each its own id");
        }
    }

    private static Map<String, Object> json(PullResult result, EngineDescription engine) {
        LocalImage local = result.local();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(ID, result.image().id());
        json.put(REFERENCE, result.image().reference().toString());
        json.put("ownName", result.image().names().ownTag().orElse(null));
        json.put("image", local == null ? null : result.pullable());
        json.put("digest", result.digest().orElse(null));
        json.put("imageId", local == null ? null : local.id());
        json.put(LOCAL_TAG, Objects.toString(result.image().names().localTag(), null));
        json.put(PLATFORM, local == null ? Objects.toString(result.image().platform(), null) : local.platform());
        json.put("size", local == null ? null : local.size());
        json.put("outcome", result.outcome().toString());
        json.put("problem", result.failure() == null ? null : result.failure().getMessage());
        json.put("endedAt", result.endedAt().truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("seconds", result.time().toMillis() / 1e3);
        json.put("engine", json(engine));
        return json;
    }

    private static Map<String, Object> json(EngineDescription engine) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", engine.address());
        json.put("product", engine.product());
        json.put("version", engine.version());
        return json;
    }
}
