package org.nalsm.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.table.ResultsStore;

/** A made-up work of 100 steps whose state has an array of every type. */
class SequentialJobIT {
    private static final String RUN = "r-0a1b";
    private static final int STEPS = 100;

    /** The steps that were done, in the one JVM of local mode. */
    private static final ConcurrentLinkedQueue<Long> DONE = new ConcurrentLinkedQueue<>();

    private static final AtomicLong FAIL_AT = new AtomicLong(-1);

    private static JavaSparkContext spark;

    @TempDir
    private Path directory;

    private ResultsStore store;

    @BeforeAll
    static void open() {
        spark = TestExperiments.spark("local[1]");
    }

    @AfterAll
    static void close() {
        spark.stop();
    }

    @BeforeEach
    void begin() {
        store = TestExperiments.store(directory);
        DONE.clear();
        FAIL_AT.set(-1);
    }

    /** A recurrence in each type; the result depends on every step and on the order. */
    private static final class Recurrence implements SequentialWork.Computation<String> {
        private final float[] floats;
        private final double[] doubles;
        private final int[] ints;
        private final long[] longs;

        private Recurrence(Optional<PhaseState> from) {
            floats = from.map(s -> s.floats("floats", 300_000)).orElseGet(() -> new float[300_000]);
            doubles = from.map(s -> s.doubles("doubles", 2)).orElseGet(() -> new double[] {0.5, -0.25});
            ints = from.map(s -> s.ints("ints", 1)).orElseGet(() -> new int[] {7});
            longs = from.map(s -> s.longs("longs", 0)).orElseGet(() -> new long[0]);
        }

        @Override
        public void advance(long step) {
            if (FAIL_AT.compareAndSet(step, -1)) {
                throw new IllegalStateException("on purpose");
            }
            DONE.add(step);
            floats[(int) (step * 7919 % floats.length)] = floats[(int) step] * 0.1f + step;
            doubles[0] = Math.sin(doubles[0] + doubles[1] + step);
            doubles[1] = doubles[1] * 0.9 + doubles[0];
            ints[0] = 31 * ints[0] + (int) step;
        }

        @Override
        public PhaseState state() {
            return new PhaseState()
                    .put("floats", floats.clone())
                    .put("doubles", doubles.clone())
                    .put("ints", ints.clone())
                    .put("longs", longs.clone());
        }

        @Override
        public String result() {
            double sum = 0;
            for (int k = 0; k < floats.length; k++) {
                sum += (k + 1) * (double) floats[k];
            }
            return sum + " " + doubles[0] + " " + doubles[1] + " " + ints[0] + " " + longs.length;
        }
    }

    private record Work() implements SequentialWork<String> {
        @Override
        public long steps() {
            return STEPS;
        }

        @Override
        public Computation<String> begin(Optional<PhaseState> from) {
            return new Recurrence(from);
        }
    }

    private SequentialJob<String> job(int every) {
        return new SequentialJob<>(spark, store, RUN, "made-up", new Work(), every);
    }

    private static String expected() {
        Recurrence recurrence = new Recurrence(Optional.empty());
        for (long step = 0; step < STEPS; step++) {
            recurrence.advance(step);
        }
        DONE.clear();
        return recurrence.result();
    }

    private String runAfterFailure(int failAt, int every) {
        FAIL_AT.set(failAt);
        assertThatThrownBy(() -> job(every).run("work", "steps", Progress.NONE)).hasMessageContaining("on purpose");
        DONE.clear();
        return job(every).run("work", "steps", Progress.NONE);
    }

    @Test
    void anAttemptGoesOnFromTheNewestStateWithTheSameBits() {
        String expected = expected();
        assertThat(runAfterFailure(57, 10)).isEqualTo(expected);
        assertThat(DONE).startsWith(50L, 51L).hasSize(50).endsWith(99L);
    }

    @Test
    void withoutAStateItBeginsAnew() {
        String expected = expected();
        assertThat(runAfterFailure(9, 10)).isEqualTo(expected);
        assertThat(DONE).startsWith(0L, 1L).hasSize(STEPS);
    }

    @Test
    void twoStatesAreKeptAndNoneAtTheEnd() throws IOException {
        runAfterFailure(57, 10);
        assertThat(states()).containsExactly("made-up-000000000080.parquet", "made-up-000000000090.parquet");
        SequentialJob.clearCheckpoints(store, RUN);
        assertThat(directory.resolve("checkpoints/run_id=" + RUN)).doesNotExist();
    }

    @Test
    void aDamagedStateIsPassedOverForTheOneBefore() throws IOException {
        String expected = expected();
        FAIL_AT.set(57);
        assertThatThrownBy(() -> job(10).run("work", "steps", Progress.NONE)).hasMessageContaining("on purpose");
        Path newest = directory.resolve("checkpoints/run_id=" + RUN + "/made-up-000000000050.parquet");
        try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int there = file.read();
            file.seek(file.length() / 2);
            file.write(there ^ 0x10);
        }
        DONE.clear();
        assertThat(job(10).run("work", "steps", Progress.NONE)).isEqualTo(expected);
        assertThat(DONE).startsWith(40L).hasSize(60);
    }

    @Test
    void aStateOfOtherWorkIsPassedOver() {
        String expected = expected();
        new Checkpoints(store, RUN, "made-up").write(60, new PhaseState().put("floats", new float[3]));
        FAIL_AT.set(57);
        assertThatThrownBy(() -> job(10).run("work", "steps", Progress.NONE)).hasMessageContaining("on purpose");
        assertThat(DONE).as("steps of the attempt that began anew").hasSize(57);
        DONE.clear();
        assertThat(job(10).run("work", "steps", Progress.NONE)).isEqualTo(expected);
        assertThat(DONE).as("its states were kept").startsWith(50L).hasSize(50);
    }

    @Test
    void theDisplayLearnsWhereItGoesOn() {
        List<String> seen = new ArrayList<>();
        FAIL_AT.set(57);
        assertThatThrownBy(() -> job(25).run("work", "steps", Progress.NONE)).hasMessageContaining("on purpose");
        job(25).run("work", "steps", new Progress() {
            @Override
            public void begin(String phase, long total, String unit) {
                seen.add(phase + " " + total + " " + unit);
            }

            @Override
            public void resume(long done) {
                seen.add("resume " + done);
            }

            @Override
            public synchronized void at(long done, String detail) {
                seen.add("at " + done);
            }

            @Override
            public void end() {
                seen.add("end");
            }
        });
        assertThat(seen).startsWith("work 100 steps", "resume 50").endsWith("end");
        // Spark tells its listeners when it likes, so the last news may come too late.
        assertThat(seen.subList(2, seen.size() - 1)).allMatch(at -> at.matches("at ([5-9]\\d|100)"));
    }

    private List<String> states() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("checkpoints/run_id=" + RUN))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
