package io.github.ecrmaven.mojo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation in Markdown.
 *
 * @param file the path in the repository
 * @param text the content of the file
 */
record MarkdownPage(Path file, String text) {
    static final Path SITE = Path.of("src/site/markdown");

    private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern INDENTED = Pattern.compile("(?m)^    .*$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]*)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#+) (?:<a id=\"[^\"]+\"></a>)?(.*)$");

    static MarkdownPage of(Path file) {
        try {
            return new MarkdownPage(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all pages of the site and of GitHub. */
    static List<MarkdownPage> all() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> site = Files.list(SITE)) {
            return Stream.of(top, site, Stream.of(Path.of("src/bench/README.md")))
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(MarkdownPage::of)
                    .toList();
        }
    }

    /** Returns the samples in this language. */
    List<String> samples(String language) {
        return FENCED.matcher(text)
                .results()
                .filter(sample -> sample.group(1).equals(language))
                .map(sample -> sample.group(2))
                .toList();
    }

    List<String> links() {
        return groups(LINK, CODE.matcher(prose()).replaceAll("")).toList();
    }

    /** Returns the explicit anchors. GitHub and the site also generate anchors from headings, each in its own way. */
    List<String> anchors() {
        return groups(ANCHOR, prose()).toList();
    }

    /** Returns the anchors that GitHub generates from headings. */
    List<String> anchorsOfGitHub() {
        return headings()
                .map(heading -> heading.group(2)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Returns the code in the third-level headings of the chapters whose heading starts with this text. */
    Stream<String> codeOfHeadingsBelow(String chapter) {
        List<String> code = new ArrayList<>();
        var isInChapter = false;
        for (MatchResult heading : headings().toList()) {
            if (heading.group(1).length() <= 2) {
                isInChapter = heading.group(2).startsWith(chapter);
            } else if (isInChapter) {
                code.addAll(groups(CODE, heading.group(2)).toList());
            }
        }
        return code.stream();
    }

    private Stream<MatchResult> headings() {
        return HEADING.matcher(prose()).results();
    }

    private String prose() {
        return INDENTED.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
    }

    private static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
