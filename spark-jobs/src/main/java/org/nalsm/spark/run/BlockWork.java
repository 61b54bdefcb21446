package org.nalsm.spark.run;

import java.io.Serializable;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.BlockWriter;

/** What a {@link BlockJob} does with a block of samples. Travels to executors: what is large in it is broadcast. */
public interface BlockWork extends Serializable {
    /** The main table, whose file makes a block whole. */
    Table<?> table();

    /**
     * Makes the rows of a block, in the order of its samples.
     *
     * @param writer takes the rows; the job commits it
     * @param sampleDone to be called after every sample; for the display only
     */
    void run(SampleBlock block, BlockWriter writer, Runnable sampleDone);
}
