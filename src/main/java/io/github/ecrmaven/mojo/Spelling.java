package io.github.ecrmaven.mojo;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the name that a misspelt name most likely means. */
final class Spelling {
    /** A name that differs more is another name. */
    private static final int MAX_DISTANCE = 2;

    private Spelling() {}

    /** Returns the most similar name; empty if there are none. */
    static Optional<String> nearest(String word, Collection<String> words) {
        return words.stream().min(Comparator.comparingInt(other -> distance(plain(word), plain(other))));
    }

    /** Returns the name that another is a misspelling of; empty if none is similar. */
    static Optional<String> meant(String word, Collection<String> words) {
        return nearest(word, words).filter(other -> distance(plain(word), plain(other)) <= MAX_DISTANCE);
    }

    /** Upper case, dashes, dots and underscores are often confused. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }

    /** The Levenshtein distance: how many characters to insert, delete or replace. */
    private static int distance(String one, String other) {
        int[] row = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
