package org.nalsm.spark.family.diehlcook.report;

import java.util.List;
import java.util.stream.IntStream;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;

/** As many rows of a training as a line needs. */
final class TrainingPoints {
    private static final int MOST = 300;

    private TrainingPoints() {}

    /** Evenly spaced rows, the first and the last among them. */
    static TrainingStepRow[] of(List<TrainingStepRow> rows) {
        int count = Math.min(MOST, rows.size());
        return IntStream.range(0, count)
                .mapToObj(k -> rows.get(count == 1 ? 0 : (int) ((long) k * (rows.size() - 1) / (count - 1))))
                .toArray(TrainingStepRow[]::new);
    }
}
