package org.nalsm.spark.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nalsm.spark.figure.Numbers;

/** Text in columns, each as wide as its widest cell; numbers belong on the right, text on the left. */
public final class TextTable {
    private static final String GAP = "  ";
    /** Every terminal has it. */
    private static final String UNKNOWN = "-";

    private final List<String[]> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<String> titles = new ArrayList<>();

    /** Adds a column with text. */
    public TextTable left(String title) {
        return column(title, false);
    }

    /** Adds a column with numbers. */
    public TextTable right(String title) {
        return column(title, true);
    }

    /** Adds a column. */
    public TextTable column(String title, boolean alignRight) {
        titles.add(title);
        right.add(alignRight);
        return this;
    }

    /** Adds a row; cells that are missing at its end are empty, and the dash of an unknown number is a plain one. */
    public TextTable row(String... cells) {
        if (cells.length > titles.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + titles.size() + " columns");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cell.equals(Numbers.UNKNOWN) ? UNKNOWN : cell)
                .toArray(String[]::new));
        return this;
    }

    /** Titles and rows, a line each, without blanks at their ends. */
    @Override
    public String toString() {
        List<String[]> all = new ArrayList<>();
        all.add(titles.toArray(String[]::new));
        all.addAll(rows);
        int[] widths = new int[titles.size()];
        for (String[] row : all) {
            for (int k = 0; k < row.length; k++) {
                widths[k] = Math.max(widths[k], row[k].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : all) {
            StringBuilder line = new StringBuilder();
            for (int k = 0; k < row.length; k++) {
                String blanks = " ".repeat(widths[k] - row[k].length());
                line.append(k == 0 ? "" : GAP).append(right.get(k) ? blanks + row[k] : row[k] + blanks);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
