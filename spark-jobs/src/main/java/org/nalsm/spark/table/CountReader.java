package org.nalsm.spark.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;

/**
 * Reads the spike counts of one split on the driver, block files in the order of their numbers, each into
 * one reused array. The samples must be the expected ones in the expected order, neither more nor fewer.
 */
final class CountReader {
    private static final String[] COLUMNS =
            {"sample_id", "label", "counts", "input_spikes", "liquid_spikes", "block"};

    private final Path directory;
    private final List<Path> blocks;
    private final Configuration configuration;

    /** @param blocks the split's files in the order of the blocks, all in {@code directory} */
    CountReader(Path directory, List<Path> blocks, Configuration configuration) {
        this.directory = directory;
        this.blocks = blocks;
        this.configuration = configuration;
    }

    /**
     * Reads everything.
     *
     * @param sampleIds the samples that the files must hold, in their order
     * @param neurons length N of every counts array
     * @param threads number of files read at the same time, 1 or more
     * @throws UserException BAD_DATA naming the file that is damaged or holds other samples
     */
    void read(int[] sampleIds, int neurons, int threads, SampleConsumer consumer) {
        List<Callable<Void>> parts = new ArrayList<>();
        long firstRow = 0;
        for (Path block : blocks) {
            int first = (int) Math.min(firstRow, sampleIds.length);
            parts.add(() -> {
                readBlock(block, first, sampleIds, neurons, consumer);
                return null;
            });
            try (TableReader reader = TableReader.open(Tables.SPIKE_COUNTS, block, configuration)) {
                firstRow += reader.rows();
            }
        }
        if (firstRow != sampleIds.length) {
            throw new UserException(UserException.Kind.BAD_DATA, directory + " holds " + firstRow + " samples in "
                    + blocks.size() + " blocks, not the expected " + sampleIds.length
                    + "; finish the run with train, or repeat it with --overwrite");
        }
        inParallel(parts, threads);
    }

    private void readBlock(Path path, int firstRow, int[] sampleIds, int neurons, SampleConsumer consumer) {
        int[] counts = new int[neurons];
        int[] nextRow = {firstRow};
        try (TableReader reader = TableReader.open(Tables.SPIKE_COUNTS, path, configuration, COLUMNS)) {
            reader.forEach(row -> {
                row.ints("counts", counts);
                SampleCounts sample = new SampleCounts(row.intAt("sample_id"), row.intAt("label"), counts,
                        row.intAt("input_spikes"), row.intAt("liquid_spikes"), row.intAt("block"));
                int expected = sampleIds[nextRow[0]];
                if (sample.sampleId() != expected) {
                    throw new IllegalStateException("row " + (nextRow[0] - firstRow) + " is sample "
                            + sample.sampleId() + ", not " + expected);
                }
                return sample;
            }, sample -> consumer.accept(nextRow[0]++, sample));
        }
    }

    private static void inParallel(List<Callable<Void>> parts, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "read-spike-counts");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Void>> running = new ArrayList<>();
            parts.forEach(part -> running.add(pool.submit(part)));
            for (Future<Void> part : running) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading spike counts");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
