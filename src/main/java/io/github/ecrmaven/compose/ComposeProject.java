package io.github.ecrmaven.compose;

import java.util.List;

/**
 * What compose files say about images.
 *
 * @param services the active services that have an image, in the order of the files
 * @param notes what was not read, or is probably not meant so: each a line with file, line and path
 */
public record ComposeProject(List<ComposeService> services, List<String> notes) {}
