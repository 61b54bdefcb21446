package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.engine.UserException;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunLease;

/** What must hold in any store when several tasks or drivers write the same at the same time. */
final class ManyWriters {
    private static final int WRITERS = 5;
    private static final String RUN = "r-0a1b";

    private final ResultsStore store;

    ManyWriters(String outputDir, Configuration configuration) {
        this.store = new ResultsStore(outputDir, configuration, Map.of());
    }

    /** Attempts at one block that end in the same moment: one places its file, the others say that they did not. */
    void placeOneBlock() {
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        List<Boolean> placed = atOnce(IntStream.range(0, WRITERS)
                .<Callable<Boolean>>mapToObj(writer -> () -> {
                    try (BlockWriter block = store.openBlock(PredictionRow.TABLE, RUN, "test", 0)) {
                        block.write(PredictionRow.TABLE, new PredictionRow(writer, 1, writer, new float[] {0}));
                        together.await();
                        return block.commit();
                    }
                })
                .toList());
        assertThat(placed).as("who placed its file").containsOnlyOnce(true).hasSize(WRITERS);
        List<Integer> written = new ArrayList<>();
        store.readBlocks(PredictionRow.TABLE, RUN, "test", row -> written.add(row.sampleId()));
        assertThat(written).containsExactly(placed.indexOf(true));
        assertThat(store.finishedBlocks(PredictionRow.TABLE, RUN, "test")).containsExactly(0);
    }

    /** An attempt that ends before its commit, whole as its rows may be, leaves nothing that a reader sees. */
    void leaveNothingOfWhatIsNotCommitted() {
        try (BlockWriter block = store.openBlock(PredictionRow.TABLE, RUN, "test", 1)) {
            block.write(PredictionRow.TABLE, new PredictionRow(1, 1, 1, new float[] {0}));
            assertThat(store.finishedBlocks(PredictionRow.TABLE, RUN, "test")).doesNotContain(1);
        }
        assertThat(store.finishedBlocks(PredictionRow.TABLE, RUN, "test")).doesNotContain(1);
        assertThat(store.files(PredictionRow.TABLE, RUN, "test")).doesNotContain("block-00001");
    }

    /** What the driver derives is written again in the place of the earlier. */
    void replaceWhatIsDerived() {
        for (int version = 1; version <= 2; version++) {
            store.write(
                    PredictionRow.TABLE,
                    "derived",
                    Stream.of(new PredictionRow(version, 0, 0, new float[] {0})),
                    RUN,
                    "valid");
        }
        assertThat(store.read(PredictionRow.TABLE, "derived", RUN, "valid"))
                .singleElement()
                .matches(row -> row.sampleId() == 2);
    }

    /** Drivers that start in the same moment: one takes the lease. */
    void takeOneLease() {
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        List<RunLease> taken = new ArrayList<>(atOnce(IntStream.range(0, WRITERS)
                .<Callable<RunLease>>mapToObj(driver -> () -> {
                    together.await();
                    try {
                        return RunLease.take(store, RUN);
                    } catch (UserException e) {
                        return null;
                    }
                })
                .toList()));
        taken.removeIf(lease -> lease == null);
        assertThat(taken).hasSize(1);
        taken.get(0).close();
        assertThat(RunLease.holder(store, RUN)).isEmpty();
    }

    private static <T> List<T> atOnce(List<Callable<T>> all) {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
