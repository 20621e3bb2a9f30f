package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The folder of docker's settings, {@code ~/.docker}: its {@code config.json} and its contexts.
 *
 * @param folder the folder
 * @param warn takes a line for a file that is not used
 */
record DockerConfig(Path folder, Consumer<String> warn) {
    /**
     * A context.
     *
     * @param host the address of its engine; blank for the default one
     * @param skipTlsVerify whether the engine's certificate is not checked
     * @param tls the folder of its certificates, which may not exist
     */
    record Context(String host, boolean skipTlsVerify, Path tls) {}

    /** Returns the file that names the current context. */
    Path file() {
        return folder.resolve("config.json");
    }

    /** Returns the current context; empty where there is none, or, after a warning, where the file is unusable. */
    Optional<String> currentContext() {
        try {
            return Optional.ofNullable(field(json(file()), "currentContext", JsonNodeType.STRING)
                            .textValue())
                    .filter(name -> !name.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            warn.accept("cannot use docker's " + file() + ": " + reason(e)
                    + ". Going on without it and its current context, as the docker CLI does");
            return Optional.empty();
        }
    }

    /**
     * Reads a context. Each is kept in folders named by the SHA-256 of its name.
     *
     * @param chosenBy the setting that names it, as errors name it
     * @throws ExplainedException when there is no such context, or it cannot be used
     */
    Context context(String name, String chosenBy) {
        Path contexts = folder.resolve("contexts");
        String id = Sha256.hex(name);
        Path meta = contexts.resolve("meta").resolve(id).resolve("meta.json");
        try {
            JsonNode endpoints = field(json(meta), "Endpoints", JsonNodeType.OBJECT);
            if (!endpoints.hasNonNull("docker")) {
                throw ExplainedException.configuration("docker context '" + name + "' (" + chosenBy
                        + ") has no docker endpoint: " + meta + " names none. 'docker context ls' lists the contexts"
                        + " there are, and 'docker context create' makes one");
            }
            JsonNode endpoint = field(endpoints, "docker", JsonNodeType.OBJECT);
            return new Context(
                    field(endpoint, "Host", JsonNodeType.STRING).asText(""),
                    field(endpoint, "SkipTLSVerify", JsonNodeType.BOOLEAN).asBoolean(),
                    contexts.resolve("tls").resolve(id).resolve("docker"));
        } catch (NoSuchFileException e) {
            throw ExplainedException.configuration("no docker context '" + name + "' (" + chosenBy + "): " + meta
                    + " does not exist. 'docker context ls' lists those there are");
        } catch (IOException e) {
            throw ExplainedException.configuration(
                    "cannot use docker context '" + name + "' (" + chosenBy + "): " + meta + ": " + reason(e));
        }
    }

    private static JsonNode json(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        // As for the docker CLI, the file is there and says nothing.
        return text.isBlank() || text.strip().equals("null")
                ? EngineJson.WHOLE.createObjectNode()
                : EngineJson.WHOLE.readValue(text, ObjectNode.class);
    }

    /** Returns a field of an object, which may be absent or null. */
    private static JsonNode field(JsonNode object, String name, JsonNodeType type) throws JsonMappingException {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull() || value.getNodeType() == type) {
            return value;
        }
        throw JsonMappingException.from((JsonParser) null, "not of the expected form: " + name);
    }

    /** Does not quote what is wrong in JSON: that would quote the file, which may hold passwords. */
    private static String reason(IOException failure) {
        if (failure instanceof JsonProcessingException malformed) {
            JsonLocation place = malformed.getLocation();
            return "it is not JSON of docker's" + (place == null ? "" : ", line " + place.getLineNr());
        }
        return FileFailure.reason(failure);
    }
}
