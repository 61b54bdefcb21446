package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.table.ResultsStore;

/** The rows of the training that are not in a file yet; a file has those of a thousand samples. */
final class TrainingLog {
    private static final int ROWS = 1000;
    private static final String SIZE = "log-size";
    private static final String WHOLE = "log-whole";
    private static final String REAL = "log-real";
    private static final int WHOLE_COLUMNS = 6;
    private static final int REAL_COLUMNS = 4;

    private final ResultsStore store;
    private final String runId;
    private final List<TrainingStepRow> rows = new ArrayList<>();

    TrainingLog(ResultsStore store, String runId) {
        this.store = store;
        this.runId = runId;
    }

    /** Whether all rows of a training of so many samples are in their files. */
    static boolean isWhole(ResultsStore store, String runId, int samples) {
        List<String> files = store.files(TrainingStepRow.TABLE, runId);
        return IntStream.rangeClosed(0, samples / ROWS).allMatch(block -> files.contains(file(block * ROWS)));
    }

    private static String file(int presented) {
        return "block-%05d".formatted(presented / ROWS);
    }

    void add(TrainingStepRow row) {
        rows.add(row);
        if (row.presented() % ROWS == ROWS - 1) {
            flush();
        }
    }

    void flush() {
        if (!rows.isEmpty()) {
            store.writeOnce(TrainingStepRow.TABLE, file(rows.get(0).presented()), rows.stream(), runId);
            rows.clear();
        }
    }

    PhaseState addTo(PhaseState state) {
        long[] whole = rows.stream()
                .flatMapToLong(row -> LongStream.of(
                        row.presented(), row.sampleId(), row.label(), row.presentations(), row.steps(), row.spikes()))
                .toArray();
        double[] real = rows.stream()
                .flatMapToDouble(row -> DoubleStream.of(
                        row.weightMean(), row.weightDeviation(), row.thetaMeanMv(), row.thetaDeviationMv()))
                .toArray();
        return state.put(SIZE, new int[] {rows.size()}).put(WHOLE, whole).put(REAL, real);
    }

    void restore(PhaseState state) {
        int size = state.ints(SIZE, 1)[0];
        long[] whole = state.longs(WHOLE, size * WHOLE_COLUMNS);
        double[] real = state.doubles(REAL, size * REAL_COLUMNS);
        for (int k = 0; k < size; k++) {
            int w = k * WHOLE_COLUMNS;
            int r = k * REAL_COLUMNS;
            rows.add(new TrainingStepRow(
                    (int) whole[w],
                    (int) whole[w + 1],
                    (int) whole[w + 2],
                    (int) whole[w + 3],
                    whole[w + 4],
                    whole[w + 5],
                    real[r],
                    real[r + 1],
                    real[r + 2],
                    real[r + 3]));
        }
    }
}
