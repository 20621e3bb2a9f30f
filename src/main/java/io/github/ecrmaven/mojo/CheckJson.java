package io.github.ecrmaven.mojo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecrmaven.CheckReport;
import io.github.ecrmaven.CheckedImage;
import io.github.ecrmaven.CheckedRegistry;
import io.github.ecrmaven.aws.Caller;
import io.github.ecrmaven.engine.EngineDescription;
import io.github.ecrmaven.image.ExplainedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a report for programs. The names of the fields are a contract, see {@link CheckMojo}. */
final class CheckJson {
    private CheckJson() {}

    /**
     * Writes a report to a file, of which nobody ever sees a part.
     *
     * @throws ExplainedException when that is not possible
     */
    static void write(CheckReport report, Path file) {
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(target.getParent());
            try {
                Files.writeString(part, text(report));
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw ExplainedException.environment(
                    "cannot write " + file + ": " + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + ". Set ecr.output to a file that can be written",
                    e);
        }
    }

    private static String text(CheckReport report) throws JsonProcessingException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        EngineDescription engine = report.engine();
        if (engine == null) {
            json.putNull("engine");
        } else {
            json.putObject("engine")
                    .put("address", engine.address())
                    .put("chosenBy", engine.chosenBy())
                    .put("product", engine.product())
                    .put("version", engine.version())
                    .put("apiVersion", engine.apiVersion())
                    .put("newestApiVersion", engine.newestApiVersion())
                    .put("minApiVersion", engine.minApiVersion())
                    .put("os", engine.os())
                    .put("architecture", engine.architecture())
                    .put("store", engine.store());
        }
        ArrayNode registries = json.putArray("registries");
        report.registries().forEach(registry -> put(registry, registries.addObject()));
        report.problems().forEach(json.putArray("problems")::add);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void put(CheckedRegistry checked, ObjectNode json) {
        Caller caller = checked.caller();
        json.put("host", checked.registry().host())
                .put("account", checked.registry().accountId())
                .put("region", checked.registry().region())
                .put("credentials", caller == null ? null : caller.source())
                .put("callerArn", caller == null ? null : caller.arn())
                .put("callerAccount", caller == null ? null : caller.account())
                .put("signedIn", checked.signedIn())
                .put("tokenExpiresAt", text(checked.tokenExpiresAt()));
        ArrayNode notes = json.putArray("notes");
        if (caller != null && caller.unknown() != null) {
            notes.add("caller unknown: " + caller.unknown());
        }
        checked.notes().forEach(notes::add);
        ArrayNode images = json.putArray("images");
        checked.images().forEach(image -> put(image, images.addObject()));
    }

    private static void put(CheckedImage checked, ObjectNode json) {
        json.put("name", checked.image().reference().toString())
                .put("platform", text(checked.image().platform()))
                .put("exists", checked.inEcr().exists())
                .put("digest", checked.inEcr().digest());
        ArrayNode platforms = json.putArray("platforms");
        checked.inEcr().platforms().forEach(platform -> platforms.add(platform.toString()));
        json.put("size", checked.inEcr().size()).put("inEngine", checked.inEngine());
        checked.inEcr().notes().forEach(json.putArray("notes")::add);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
