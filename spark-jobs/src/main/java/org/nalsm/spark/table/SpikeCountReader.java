package org.nalsm.spark.table;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.TableReader;

/**
 * Reads the spike counts of one split on the driver, block files in the order of their numbers, each into
 * one reused array. The samples must be the expected ones in the expected order, neither more nor fewer.
 */
final class SpikeCountReader {
    private final Path directory;
    private final List<Path> blocks;
    private final Configuration configuration;

    /** @param blocks the split's files in the order of the blocks, all in {@code directory} */
    SpikeCountReader(Path directory, List<Path> blocks, Configuration configuration) {
        this.directory = directory;
        this.blocks = blocks;
        this.configuration = configuration;
    }

    /**
     * Reads everything, once it is clear that there are as many samples as expected.
     *
     * @param sampleIds the samples that the files must hold, in their order
     * @param neurons length N of every counts array
     * @throws UserException BAD_DATA naming the file that is damaged or holds other samples
     */
    void read(int[] sampleIds, int neurons, SampleConsumer consumer) {
        long rows = 0;
        for (Path block : blocks) {
            rows += TableReader.rows(block, configuration);
        }
        if (rows != sampleIds.length) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    directory + " holds " + rows + " samples in "
                            + blocks.size() + " blocks, not the expected " + sampleIds.length
                            + "; finish the run with train, or repeat it with --overwrite");
        }
        int first = 0;
        for (Path block : blocks) {
            first = readBlock(block, first, sampleIds, neurons, consumer);
        }
    }

    /** @return the row after the block's last one */
    private int readBlock(Path path, int firstRow, int[] sampleIds, int neurons, SampleConsumer consumer) {
        int[] counts = new int[neurons];
        int[] nextRow = {firstRow};
        try (TableReader reader = TableReader.open(
                SpikeCounts.TABLE,
                path,
                configuration,
                SpikeCounts.TABLE.columns().fieldNames())) {
            reader.forEach(
                    row -> {
                        SpikeCounts sample = SpikeCounts.read(row, counts);
                        int expected = sampleIds[nextRow[0]];
                        if (sample.sampleId() != expected) {
                            throw new IllegalStateException("row " + (nextRow[0] - firstRow) + " is sample "
                                    + sample.sampleId() + ", not " + expected);
                        }
                        return sample;
                    },
                    sample -> consumer.accept(nextRow[0]++, sample));
        }
        return nextRow[0];
    }
}
