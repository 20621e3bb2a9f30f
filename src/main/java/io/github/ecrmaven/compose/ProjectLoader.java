package io.github.ecrmaven.compose;

import io.github.ecrmaven.image.ExplainedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Loads the services of compose files as compose does: file by file, each with what it includes and extends, and a
 * later one over the earlier.
 */
final class ProjectLoader {
    private static final Pattern REMOTE = Pattern.compile("[a-z+]+://.*|git@.*|github\\.com/.*");

    /** The parameter that names the files of the project. */
    private static final String FILES = "composeFiles";

    /** Files can include each other so often that loading them would never end. */
    private static final int MAX_FILES = 1000;

    /** The documents of the files that were read: several services may extend one of the same file. */
    private final Map<Path, List<Node>> documents = new HashMap<>();

    private int files;

    /** A file that is being loaded, and a service of it that is being extended, to find circles. */
    private record Step(Path file, String service, Step before) {
        boolean isCircle() {
            for (Step step = before; step != null; step = step.before) {
                if (step.file.equals(file) && step.service.equals(service)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * The services of a file.
     *
     * @param own those that are written in it
     * @param included those that it includes, complete
     */
    private record Services(Path file, Map<String, List<YamlValue>> own, Map<String, List<YamlValue>> included) {
        Set<String> names() {
            Set<String> names = new LinkedHashSet<>(included.keySet());
            names.addAll(own.keySet());
            return names;
        }
    }

    /**
     * Returns the project's name that is written in files, of which a later one overrides the earlier.
     *
     * @throws ExplainedException if a file cannot be read
     */
    Optional<String> name(List<Path> paths, FileScope scope) {
        Optional<String> name = Optional.empty();
        for (Path path : paths) {
            for (YamlValue document : parsed(path, scope, FILES)) {
                YamlValue written = document.get("name");
                if (written != null && written.isText()) {
                    name = Optional.of(written.text(unset -> {}));
                }
            }
        }
        return name;
    }

    /**
     * Returns the services of files.
     *
     * @param scope of the files
     * @throws ExplainedException if a file cannot be read, or does not mean anything
     */
    Map<String, List<YamlValue>> load(List<Path> paths, FileScope scope) {
        return load(paths, scope, FILES, null);
    }

    private Map<String, List<YamlValue>> load(List<Path> paths, FileScope scope, String namedBy, Step including) {
        Map<String, List<YamlValue>> project = new LinkedHashMap<>();
        for (Path path : paths) {
            var step = new Step(path, "", including);
            for (YamlValue document : documents(path, scope, namedBy)) {
                YamlValue services = document.mapping().get("services");
                if (services != null && services.replacesEarlier()) {
                    project.clear();
                }
                var here = new Services(path, services(services), included(document, step));
                here.names().forEach(name -> add(project, name, definitions(name, here, null)));
            }
        }
        return project;
    }

    private static void add(Map<String, List<YamlValue>> project, String name, List<YamlValue> definitions) {
        project.computeIfAbsent(name, absent -> new ArrayList<>()).addAll(definitions);
    }

    private List<YamlValue> documents(Path file, FileScope scope, String namedBy) {
        files++;
        if (files > MAX_FILES) {
            throw ExplainedException.configuration(
                    "cannot read " + file + ": more than " + MAX_FILES + " compose files include or extend each other");
        }
        return parsed(file, scope, namedBy);
    }

    private List<YamlValue> parsed(Path file, FileScope scope, String namedBy) {
        return documents.computeIfAbsent(file, unread -> YamlFile.documents(unread, namedBy)).stream()
                .map(document -> new YamlValue(file, scope, "", document))
                .toList();
    }

    private static Map<String, List<YamlValue>> services(YamlValue services) {
        Map<String, List<YamlValue>> own = new LinkedHashMap<>();
        if (services != null && !services.isReset()) {
            services.mapping().forEach((name, service) -> add(own, name, List.of(service)));
        }
        return own;
    }

    /** Returns the services that a document includes, each with those of other files that it extends. */
    private Map<String, List<YamlValue>> included(YamlValue document, Step including) {
        Map<String, List<YamlValue>> included = new LinkedHashMap<>();
        YamlValue include = document.get("include");
        if (include != null) {
            include.list()
                    .forEach(entry ->
                            include(entry, including).forEach((name, definitions) -> add(included, name, definitions)));
        }
        return included;
    }

    private Map<String, List<YamlValue>> include(YamlValue entry, Step including) {
        YamlValue paths = entry.isText() ? entry : entry.get("path");
        if (paths == null) {
            throw entry.bad("it has no path");
        }
        FileScope scope = entry.scope();
        List<Path> included = new ArrayList<>();
        for (String path : paths.texts()) {
            if (REMOTE.matcher(path).matches()) {
                paths.note("it is not a local file: its services are not read");
                return Map.of();
            }
            included.add(scope.resolve(path));
        }
        if (included.isEmpty()) {
            throw paths.bad("it names no file");
        }
        if (new Step(included.get(0), "", including).isCircle()) {
            throw paths.bad(included.get(0) + " includes itself");
        }
        YamlValue folder = entry.getUnlessText("project_directory");
        Path directory = folder == null ? included.get(0).getParent() : scope.resolve(folder.text());
        YamlValue envFile = entry.getUnlessText("env_file");
        List<Path> envFiles = envFile == null
                ? EnvFiles.byDefault(directory)
                : envFile.texts().stream()
                        .filter(path -> !path.equals("/dev/null"))
                        .map(scope::resolve)
                        .toList();
        Variables variables = EnvFiles.add(envFiles, scope.variables(), entry.place());
        return load(included, new FileScope(directory, variables, scope.notes()), paths.place(), including);
    }

    /** Returns what is known of a service in a file: first what it extends, then what is included, then its own. */
    private List<YamlValue> definitions(String name, Services services, Step extending) {
        List<YamlValue> own = services.own().getOrDefault(name, List.of());
        YamlValue extended = new MergedService(own).get("extends");
        List<YamlValue> definitions = new ArrayList<>();
        if (extended != null) {
            definitions.addAll(base(extended, services, new Step(services.file(), name, extending)));
        }
        definitions.addAll(services.included().getOrDefault(name, List.of()));
        definitions.addAll(own);
        return definitions;
    }

    private List<YamlValue> base(YamlValue extended, Services services, Step extending) {
        if (extending.isCircle()) {
            throw extended.bad("it extends itself");
        }
        YamlValue service = extended.isText() ? extended : extended.get("service");
        if (service == null) {
            throw extended.bad("it names no service");
        }
        YamlValue file = extended.getUnlessText("file");
        Services from = file == null ? services : servicesOf(file);
        if (from == null) {
            return List.of();
        }
        String name = service.text();
        if (!from.names().contains(name)) {
            throw service.bad("there is no service '" + name + "' in " + from.file());
        }
        return definitions(name, from, extending);
    }

    /** Returns the services of a file that one of them is extended from; null for a file that is not local. */
    private Services servicesOf(YamlValue file) {
        String path = file.text();
        if (REMOTE.matcher(path).matches()) {
            file.note("it is not a local file: what its service has is not read");
            return null;
        }
        FileScope scope = file.scope();
        Path other = scope.resolve(path);
        Map<String, List<YamlValue>> own = new LinkedHashMap<>();
        documents(other, new FileScope(other.getParent(), scope.variables(), scope.notes()), file.place())
                .forEach(document ->
                        services(document.get("services")).forEach((name, definitions) -> add(own, name, definitions)));
        return new Services(other, own, Map.of());
    }
}
