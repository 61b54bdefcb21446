package org.nalsm.engine.analysis;

import java.util.Locale;

/** How often samples of each class were taken for each class. Immutable. */
public final class ConfusionMatrix {
    /** Number of classes of every dataset of the project. */
    public static final int CLASSES = 10;

    private static final String HEAD = "precision";
    private static final int RECALL_WIDTH = 9;

    private final long[][] count;
    private final long total;

    private ConfusionMatrix(long[][] count, long total) {
        this.count = count;
        this.total = total;
    }

    /**
     * Counts samples.
     *
     * @param labels true class of every sample, 0 to 9
     * @param predictions predicted class of every sample, parallel to {@code labels}
     * @throws IllegalArgumentException when the lengths differ or a class is not 0 to 9
     */
    public static ConfusionMatrix of(int[] labels, int[] predictions) {
        if (labels.length != predictions.length) {
            throw new IllegalArgumentException(labels.length + " labels, " + predictions.length + " predictions");
        }
        long[][] count = new long[CLASSES][CLASSES];
        for (int i = 0; i < labels.length; i++) {
            count[checked(labels[i], "label", i)][checked(predictions[i], "prediction", i)]++;
        }
        return new ConfusionMatrix(count, labels.length);
    }

    private static int checked(int value, String what, int index) {
        if (value < 0 || value >= CLASSES) {
            throw new IllegalArgumentException(what + " " + index + " is " + value + ", not 0 to " + (CLASSES - 1));
        }
        return value;
    }

    /** Number of samples of class {@code label} that were taken for class {@code predicted}. */
    public long count(int label, int predicted) {
        return count[label][predicted];
    }

    /** Number of samples. */
    public long total() {
        return total;
    }

    /** Number of samples whose class was predicted. */
    public long correct() {
        long correct = 0;
        for (int c = 0; c < CLASSES; c++) {
            correct += count[c][c];
        }
        return correct;
    }

    /** Share of samples whose class was predicted, 0 to 1; NaN without samples. */
    public double accuracy() {
        return correct() / (double) total;
    }

    /** Share of the samples of a class that were taken for it, 0 to 1; NaN if the class has no samples. */
    public double recall(int label) {
        long samples = 0;
        for (int predicted = 0; predicted < CLASSES; predicted++) {
            samples += count[label][predicted];
        }
        return count[label][label] / (double) samples;
    }

    /** Share of the samples taken for a class that belong to it, 0 to 1; NaN if none was taken for it. */
    public double precision(int predicted) {
        long samples = 0;
        for (int label = 0; label < CLASSES; label++) {
            samples += count[label][predicted];
        }
        return count[predicted][predicted] / (double) samples;
    }

    /**
     * A table for people: a row a label, a column a predicted class, with recall, precision and accuracy in
     * per cent. Lines end with a line feed and have no trailing blanks.
     */
    public String toText() {
        int width = 2 + Math.max("100.0".length(), Long.toString(largestCount()).length());
        StringBuilder text = new StringBuilder("label \\ predicted\n").append(" ".repeat(HEAD.length()));
        for (int c = 0; c < CLASSES; c++) {
            text.append(right(Integer.toString(c), width));
        }
        text.append(right("recall", RECALL_WIDTH)).append('\n');
        for (int label = 0; label < CLASSES; label++) {
            text.append(right(Integer.toString(label), HEAD.length()));
            for (int predicted = 0; predicted < CLASSES; predicted++) {
                text.append(right(Long.toString(count[label][predicted]), width));
            }
            text.append(right(percent(recall(label), 1), RECALL_WIDTH)).append('\n');
        }
        text.append(HEAD);
        for (int c = 0; c < CLASSES; c++) {
            text.append(right(percent(precision(c), 1), width));
        }
        return text.append("\naccuracy ")
                .append(percent(accuracy(), 2))
                .append(" % (")
                .append(correct())
                .append(" of ")
                .append(total)
                .append(total == 0 ? "" : "; " + ShareInterval.of(accuracy(), total))
                .append(")\n")
                .toString();
    }

    private long largestCount() {
        long largest = 0;
        for (long[] row : count) {
            for (long c : row) {
                largest = Math.max(largest, c);
            }
        }
        return largest;
    }

    private static String percent(double share, int decimals) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", 100 * share);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
