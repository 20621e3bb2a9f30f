package io.github.ecrmaven.mojo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.ecrmaven.CheckReport;
import io.github.ecrmaven.CheckedImage;
import io.github.ecrmaven.CheckedRegistry;
import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes a report for programs. The names of the fields are a contract, see {@link CheckMojo}. */
final class CheckJson {
    private CheckJson() {}

    /**
     * Writes a report to a file, of which nobody ever sees a part.
     *
     * @throws ExplainedException when that is not possible
     */
    static void write(CheckReport report, Path file) {
        JsonFile.write(json(report), file, "Set ecr.output to a file that can be written");
    }

    private static JsonObject json(CheckReport report) {
        var json = new JsonObject();
        json.add("engine", report.engine() == null ? JsonNull.INSTANCE : json(report.engine()));
        json.add("registries", array(report.registries(), CheckJson::json));
        json.add("problems", array(report.problems(), JsonPrimitive::new));
        return json;
    }

    private static JsonObject json(EngineDescription engine) {
        var json = new JsonObject();
        json.addProperty("address", engine.address());
        json.addProperty("chosenBy", engine.chosenBy());
        json.addProperty("product", engine.product());
        json.addProperty("version", engine.version());
        json.addProperty("apiVersion", engine.apiVersion());
        json.addProperty("newestApiVersion", engine.newestApiVersion());
        json.addProperty("minApiVersion", engine.minApiVersion());
        json.addProperty("os", engine.os());
        json.addProperty("architecture", engine.architecture());
        json.addProperty("store", engine.store());
        return json;
    }

    private static JsonObject json(CheckedRegistry checked) {
        Caller caller = checked.caller();
        List<String> notes = new ArrayList<>();
        if (caller != null && caller.unknown() != null) {
            notes.add("caller unknown: " + caller.unknown());
        }
        notes.addAll(checked.notes());
        var json = new JsonObject();
        json.addProperty("host", checked.registry().host());
        json.addProperty("account", checked.registry().accountId());
        json.addProperty("region", checked.registry().region());
        json.addProperty("credentials", caller == null ? null : caller.source());
        json.addProperty("callerArn", caller == null ? null : caller.arn());
        json.addProperty("callerAccount", caller == null ? null : caller.account());
        json.addProperty("signedIn", checked.signedIn());
        json.addProperty("tokenExpiresAt", text(checked.tokenExpiresAt()));
        json.add("notes", array(notes, JsonPrimitive::new));
        json.add("images", array(checked.images(), CheckJson::json));
        return json;
    }

    private static JsonObject json(CheckedImage checked) {
        var json = new JsonObject();
        json.addProperty("name", checked.image().reference().toString());
        json.addProperty("platform", text(checked.image().platform()));
        json.addProperty("exists", checked.inEcr().exists());
        json.addProperty("digest", checked.inEcr().digest());
        json.addProperty("tagDigest", checked.tagDigest());
        json.add("platforms", array(checked.inEcr().platforms(), platform -> new JsonPrimitive(platform.toString())));
        json.addProperty("size", checked.inEcr().size());
        json.addProperty("inEngine", checked.inEngine());
        json.add("notes", array(checked.inEcr().notes(), JsonPrimitive::new));
        return json;
    }

    private static <T> JsonArray array(List<T> values, Function<T, JsonElement> json) {
        var array = new JsonArray();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
