package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.Environment;
import io.github.ecrmaven.image.ExplainedException;
import io.github.ecrmaven.image.ImageReference;
import io.github.ecrmaven.image.SafeMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads which images the services of compose files have, as {@code docker compose} does: several files are merged into
 * one project, with what they include and extend. Of the services with profiles, those of {@code COMPOSE_PROFILES}
 * count.
 *
 * <p>A variable has the value of the environment; else of the build's property with its name; else of the files that
 * {@code COMPOSE_ENV_FILES} names, or of {@code .env} beside the first file. The environment comes first, so that this
 * reader and compose find the same images whenever compose has all it needs; a property stands for a variable that
 * compose would have to be given by whoever starts it. {@code COMPOSE_PROJECT_NAME} is the project's name by default.
 *
 * <p>Only what decides about images is read: mistakes elsewhere in the files, and variables there, are not reported.
 *
 * @param directory that the files' paths are relative to
 * @param environment with the variables
 * @param properties returns a property of the build, or null
 * @see <a href="https://github.com/compose-spec/compose-spec">Compose Specification</a>
 */
public record ComposeReader(Path directory, Environment environment, UnaryOperator<String> properties) {
    /**
     * Reads the files of a project.
     *
     * @param names the paths of the files, of which a later one overrides the earlier
     * @throws ExplainedException if a file cannot be read, or is not one of compose; the message has file, line and the
     *     path in the file
     */
    public ComposeProject read(List<String> names) {
        List<Path> files = resolved(names);
        Path folder = files.get(0).getParent();
        Set<String> notes = new LinkedHashSet<>();
        var loader = new ProjectLoader();
        Variables given = variables(folder);
        Supplier<String> projectName = () ->
                loader.name(files, new FileScope(folder, given, notes::add)).orElseGet(() -> nameOf(folder));
        var scope = new FileScope(folder, withProjectName(given, projectName), notes::add);
        Map<String, List<YamlValue>> project = loader.load(files, scope);
        if (project.isEmpty()) {
            throw ExplainedException.configuration(files.get(0) + " has no services");
        }
        Set<String> profiles = new LinkedHashSet<>(list(scope.variables(), "COMPOSE_PROFILES"));
        if (profiles.isEmpty()) {
            // As compose splits a variable that is not set: profiles: ["${PROFILE}"] is active by default.
            profiles.add("");
        }
        List<ComposeService> services = new ArrayList<>();
        project.forEach((name, mappings) -> {
            var service = new MergedService(mappings);
            if (!service.isRemoved() && isActive(service, profiles)) {
                addTo(services, name, service);
            }
        });
        return new ComposeProject(services, List.copyOf(notes));
    }

    /** Adds the variable with the project's name, which is read only where it is used. */
    private static Variables withProjectName(Variables given, Supplier<String> projectName) {
        return new Variables(
                name -> given.find(name)
                        .or(() -> name.equals("COMPOSE_PROJECT_NAME")
                                ? Optional.of(projectName.get())
                                : Optional.empty()),
                Map.of());
    }

    /** Returns the name that compose gives to a project whose files have none. */
    private static String nameOf(Path folder) {
        String last = String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT);
        return last.replaceAll("[^-_a-z0-9]", "").replaceFirst("^[-_]+", "");
    }

    private Variables variables(Path folder) {
        var given = new Variables(
                name -> Optional.ofNullable(environment.variables().get(name))
                        .or(() -> Optional.ofNullable(properties.apply(name))),
                Map.of());
        List<Path> named = resolved(list(given, "COMPOSE_ENV_FILES"));
        boolean isDisabled = given.find("COMPOSE_DISABLE_ENV_FILE")
                .filter(value -> value.matches("(?i)1|t|true"))
                .isPresent();
        return EnvFiles.add(
                named.isEmpty() && !isDisabled ? EnvFiles.byDefault(folder) : named, given, "COMPOSE_ENV_FILES");
    }

    private List<Path> resolved(List<String> names) {
        return names.stream().map(name -> directory.resolve(name).normalize()).toList();
    }

    private static List<String> list(Variables variables, String name) {
        return Arrays.stream(variables.find(name).orElse("").split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static boolean isActive(MergedService service, Set<String> profiles) {
        List<String> own =
                service.list("profiles").stream().map(YamlValue::text).toList();
        return own.isEmpty() || profiles.contains("*") || own.stream().anyMatch(profiles::contains);
    }

    private static void addTo(List<ComposeService> services, String name, MergedService service) {
        String image = service.text("image");
        boolean isBuilt = service.get("build") != null;
        if (image != null) {
            services.add(new ComposeService(
                    name,
                    image,
                    service.text("platform"),
                    service.text("pull_policy"),
                    isBuilt,
                    service.get("image").place(),
                    isBuilt ? null : problem(service.get("image"))));
        } else if (!isBuilt && service.get("provider") == null) {
            throw service.last().bad("it has neither an image nor a build");
        }
        service.list("volumes").stream()
                .filter(volume -> volume.getUnlessText("type") != null)
                .filter(volume -> volume.get("type").text().equals("image"))
                .forEach(ComposeReader::noteOther);
        service.list("pre_start").stream()
                .filter(hook -> hook.getUnlessText("image") != null)
                .forEach(ComposeReader::noteOther);
    }

    /** Returns why an image is none without the variables that are not set: compose would fail to pull it, too. */
    private static String problem(YamlValue image) {
        Set<String> unset = new LinkedHashSet<>();
        String text = image.text(unset::add);
        String names = String.join(", ", unset);
        try {
            ImageReference.parse(text);
            return null;
        } catch (IllegalArgumentException e) {
            return unset.isEmpty()
                    ? null
                    : "without a value for " + names + " it is no image reference: " + SafeMessage.of(e) + ". Set "
                            + names + ", or write a default: ${NAME:-default}";
        }
    }

    private static void noteOther(YamlValue value) {
        value.note("its image is not read: only those of services are");
    }
}
