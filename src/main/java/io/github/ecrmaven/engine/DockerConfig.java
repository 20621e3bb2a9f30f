package io.github.ecrmaven.engine;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.FileFailure;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The docker CLI's configuration directory, {@code ~/.docker}, with {@code config.json} and the contexts.
 *
 * @param folder the directory
 * @param warn receives a warning if {@code config.json} cannot be used
 */
public record DockerConfig(Path folder, Consumer<String> warn) {
    /**
     * A context.
     *
     * @param host the address of its engine; blank for the default one
     * @param skipTlsVerify whether the engine's certificate is not verified
     * @param tls the directory of its certificates, which may be missing
     */
    record Context(String host, boolean skipTlsVerify, Path tls) {}

    /** Returns the configuration that the docker CLI uses: {@code DOCKER_CONFIG}, otherwise {@code ~/.docker}. */
    public static DockerConfig of(Environment environment, Consumer<String> warn) {
        String folder = environment.variable("DOCKER_CONFIG").orElse(null);
        return new DockerConfig(folder == null ? environment.home().resolve(".docker") : Path.of(folder), warn);
    }

    /** Returns the file with the name of the current context and the logins. */
    public Path file() {
        return folder.resolve("config.json");
    }

    /** Returns the name of the current context; empty if there is none, or the file cannot be used. */
    String currentContext() {
        try {
            return field(json(file()), "currentContext", JsonNodeType.STRING).asText("");
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            warn.accept("cannot use the docker CLI's " + file() + ": " + reason(e)
                    + ". Continuing without it and its current context, as the docker CLI does");
            return "";
        }
    }

    /** Returns the registries that the docker CLI is logged in to, or has a credential helper for. */
    public Set<String> loginHosts() {
        Set<String> hosts = new LinkedHashSet<>();
        try {
            JsonNode config = json(file());
            config.path("auths").fieldNames().forEachRemaining(hosts::add);
            config.path("credHelpers").fieldNames().forEachRemaining(hosts::add);
        } catch (IOException e) {
            // The engine's own search warns about the file.
        }
        return hosts;
    }

    /**
     * Reads a context. The directories of a context are named by the SHA-256 digest of its name.
     *
     * @param chosenBy the setting that contains the name, for messages
     * @throws ExplainedException if there is no such context, or it cannot be used
     */
    Context context(String name, String chosenBy) {
        Path contexts = folder.resolve("contexts");
        String id = Sha256.hex(name);
        Path meta = contexts.resolve("meta").resolve(id).resolve("meta.json");
        try {
            JsonNode endpoints = field(json(meta), "Endpoints", JsonNodeType.OBJECT);
            if (!endpoints.hasNonNull("docker")) {
                throw ExplainedException.configuration("docker context '" + name + "' (" + chosenBy
                        + ") has no docker endpoint: " + meta + " names none. 'docker context ls' lists the"
                        + " existing contexts, 'docker context create' creates one");
            }
            JsonNode endpoint = field(endpoints, "docker", JsonNodeType.OBJECT);
            return new Context(
                    field(endpoint, "Host", JsonNodeType.STRING).asText(""),
                    field(endpoint, "SkipTLSVerify", JsonNodeType.BOOLEAN).asBoolean(),
                    contexts.resolve("tls").resolve(id).resolve("docker"));
        } catch (NoSuchFileException e) {
            throw ExplainedException.configuration("no docker context '" + name + "' (" + chosenBy + "): " + meta
                    + " does not exist. 'docker context ls' lists the existing contexts");
        } catch (IOException e) {
            throw ExplainedException.configuration(
                    "cannot use docker context '" + name + "' (" + chosenBy + "): " + meta + ": " + reason(e));
        }
    }

    private static JsonNode json(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        // To the docker CLI too, such a file exists and contains no settings.
        return text.isBlank() || text.strip().equals("null")
                ? EngineJson.WHOLE.createObjectNode()
                : EngineJson.WHOLE.readValue(text, ObjectNode.class);
    }

    /** Returns a field of an object, which may be missing or null. */
    private static JsonNode field(JsonNode object, String name, JsonNodeType type) throws JsonMappingException {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull() || value.getNodeType() == type) {
            return value;
        }
        throw JsonMappingException.from((JsonParser) null, "not of the expected form: " + name);
    }

    /** Quotes nothing of invalid JSON, because the file may contain passwords. */
    private static String reason(IOException failure) {
        if (failure instanceof JsonProcessingException malformed) {
            JsonLocation place = malformed.getLocation();
            return "it is not JSON of docker's" + (place == null ? "" : ", line " + place.getLineNr());
        }
        return FileFailure.reason(failure);
    }
}
