package org.nalsm.spark.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the known name that a mistaken one resembles, by the number of letters to insert, delete, replace or
 * swap. A key that ends right in the wrong section counts as one letter away. What resembles nothing gets no
 * suggestion: a wild guess misleads.
 */
public final class NearestKey {
    /** Of so many letters, one may be wrong. */
    private static final int LETTERS_PER_MISTAKE = 3;

    private NearestKey() {}

    /**
     * The nearest known name, if one is near: at most a third of its letters are wrong, as a whole or in its
     * last element. Ties go to the name that is nearer as a whole, then to the first in the alphabet.
     */
    public static Optional<String> to(String mistaken, Collection<String> known) {
        String wrong = mistaken.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(key -> isNear(wrong, key) || isNear(lastElement(wrong), lastElement(key)))
                .min(Comparator.comparingInt((String key) -> score(wrong, key))
                        .thenComparingInt(key -> distance(wrong, key))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean isNear(String mistaken, String key) {
        return LETTERS_PER_MISTAKE * distance(mistaken, key) <= Math.min(mistaken.length(), key.length());
    }

    private static int score(String mistaken, String key) {
        return Math.min(distance(mistaken, key), 1 + distance(lastElement(mistaken), lastElement(key)));
    }

    private static String lastElement(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** Optimal string alignment distance. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
