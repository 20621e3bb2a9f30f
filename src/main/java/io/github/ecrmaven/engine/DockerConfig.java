package io.github.ecrmaven.engine;

import com.google.gson.stream.MalformedJsonException;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ReadFailure;
import io.github.ecrmaven.image.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of docker's settings, {@code ~/.docker}: its {@code config.json} and its contexts.
 *
 * @param folder the folder
 * @param warn takes a line for a file that is not used
 */
record DockerConfig(Path folder, Consumer<String> warn) {
    private static final Pattern LINE = Pattern.compile("line \\d+");

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
            return Optional.ofNullable(json(file()).text("currentContext")).filter(name -> !name.isEmpty());
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
            Json endpoints = json(meta).object("Endpoints");
            if (!endpoints.has("docker")) {
                throw ExplainedException.configuration("docker context '" + name + "' (" + chosenBy
                        + ") has no docker endpoint: " + meta + " names none. 'docker context ls' lists the contexts"
                        + " there are, and 'docker context create' makes one");
            }
            Json endpoint = endpoints.object("docker");
            return new Context(
                    endpoint.text("Host", ""),
                    endpoint.flag("SkipTLSVerify"),
                    contexts.resolve("tls").resolve(id).resolve("docker"));
        } catch (NoSuchFileException e) {
            throw ExplainedException.configuration("no docker context '" + name + "' (" + chosenBy + "): " + meta
                    + " does not exist. 'docker context ls' lists those there are");
        } catch (IOException e) {
            throw ExplainedException.configuration(
                    "cannot use docker context '" + name + "' (" + chosenBy + "): " + meta + ": " + reason(e));
        }
    }

    private static Json json(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        // As for the docker CLI, the file is there and says nothing.
        return text.isBlank() || text.strip().equals("null") ? Json.EMPTY : Json.read(text);
    }

    /** Does not quote what is wrong in JSON: that would quote the file, which may hold passwords. */
    private static String reason(IOException failure) {
        if (failure instanceof MalformedJsonException) {
            Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
            return "it is not JSON of docker's" + (line.find() ? ", " + line.group() : "");
        }
        return ReadFailure.reason(failure);
    }
}
