package io.github.ecrmaven.mojo;

import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.check.CheckReport;
import io.github.ecrmaven.check.CheckedImage;
import io.github.ecrmaven.check.CheckedRegistry;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a report of ecr:check as JSON, with the fields that {@link CheckMojo} promises. */
final class CheckJson {
    private CheckJson() {}

    /**
     * Writes a report to a file atomically.
     *
     * @throws ExplainedException if that fails
     */
    static void write(CheckReport report, Path file) {
        JsonFile.write(json(report), file, "Set ecr.output to a file that can be written");
    }

    private static Map<String, Object> json(CheckReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("engine", report.engine() == null ? null : json(report.engine()));
        json.put("registries", report.registries().stream().map(CheckJson::json).toList());
        json.put("problems", report.problems());
        return json;
    }

    private static Map<String, Object> json(EngineDescription engine) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("address", engine.address());
        json.put("chosenBy", engine.chosenBy());
        json.put("product", engine.product());
        json.put("version", engine.version());
        json.put("apiVersion", engine.apiVersion());
        json.put("newestApiVersion", engine.newestApiVersion());
        json.put("minApiVersion", engine.minApiVersion());
        json.put("os", engine.os());
        json.put("architecture", engine.architecture());
        json.put("store", engine.store());
        return json;
    }

    private static Map<String, Object> json(CheckedRegistry checked) {
        Caller caller = checked.caller();
        List<String> notes = new ArrayList<>();
        if (caller != null && caller.unknownReason() != null) {
            notes.add("caller unknown: " + caller.unknownReason());
        }
        notes.addAll(checked.notes());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("host", checked.registry().host());
        json.put("account", checked.registry().accountId());
        json.put("region", checked.registry().region());
        json.put("credentials", caller == null ? null : caller.source());
        json.put("callerArn", caller == null ? null : caller.arn());
        json.put("callerAccount", caller == null ? null : caller.account());
        json.put("signedIn", checked.signedIn());
        json.put("tokenExpiresAt", Objects.toString(checked.tokenExpiresAt(), null));
        json.put("notes", notes);
        json.put("images", checked.images().stream().map(CheckJson::json).toList());
        return json;
    }

    private static Map<String, Object> json(CheckedImage checked) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", checked.image().reference().toString());
        json.put("ownName", Objects.toString(checked.image().ownName(), null));
        json.put("platform", Objects.toString(checked.image().platform(), null));
        json.put("exists", checked.inEcr().exists());
        json.put("digest", checked.inEcr().digest());
        json.put("tagDigest", checked.tagDigest());
        json.put(
                "platforms",
                checked.inEcr().platforms().stream().map(Platform::toString).toList());
        json.put("size", checked.inEcr().size());
        json.put("inEngine", checked.inEngine());
        json.put("notes", checked.inEcr().notes());
        return json;
    }
}
