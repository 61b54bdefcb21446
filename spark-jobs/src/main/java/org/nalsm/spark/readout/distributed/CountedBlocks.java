package org.nalsm.spark.readout.distributed;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.TableReader;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SpikeCounts;

/**
 * Reads the spike counts of blocks where they are used, one sample after the other. A block, which is a file, is a
 * partition: what a task sees, and in which order, depends on the experiment alone and not on the cluster.
 *
 * @param runId whose counts they are
 * @param neurons length of every counts array
 */
record CountedBlocks(ResultsStore store, String runId, int neurons)
        implements FlatMapFunction<Iterator<SampleBlock>, SpikeCounts> {
    private static final List<String> COLUMNS =
            List.of(SpikeCounts.TABLE.columns().fieldNames());

    /** The samples of the blocks in their order; nothing is read before a job asks for it. */
    JavaRDD<SpikeCounts> of(JavaSparkContext spark, List<SampleBlock> blocks) {
        return spark.parallelize(blocks, blocks.size()).mapPartitions(this);
    }

    @Override
    public Iterator<SpikeCounts> call(Iterator<SampleBlock> blocks) {
        SampleBlock block = blocks.next();
        TableReader reader =
                store.open(SpikeCounts.TABLE, COLUMNS, "block-%05d".formatted(block.index()), runId, block.split());
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> reader.close());
        if (reader.rows() != block.size()) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "block %d of split %s in %s holds %d samples, not %d; delete the run's counts and run again"
                            .formatted(
                                    block.index(),
                                    block.split(),
                                    store.directory(SpikeCounts.TABLE, runId, block.split()),
                                    reader.rows(),
                                    block.size()));
        }
        int[] next = {block.firstSampleId()};
        return reader.iterator(row -> {
            SpikeCounts sample = SpikeCounts.read(row, new int[neurons]);
            if (sample.sampleId() != next[0]) {
                throw new IllegalStateException("sample " + sample.sampleId() + " stands where " + next[0] + " should");
            }
            next[0]++;
            return sample;
        });
    }
}
