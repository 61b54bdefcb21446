package org.nalsm.spark.table;

import java.util.function.Function;

/**
 * Writes the rows of one block of samples as they are simulated: its file of {@code spike_counts} and, if
 * samples are recorded, of {@code spikes} and {@code dynamics}. The counts get their name last, so a block
 * with counts is whole. Closing without {@link #commit} leaves nothing behind. For one task, one thread.
 */
public final class BlockWriter implements AutoCloseable {
    private final Function<TableSchema, TableWriter> opener;
    private final TableWriter counts;
    private TableWriter spikes;
    private TableWriter dynamics;

    BlockWriter(Function<TableSchema, TableWriter> opener) {
        this.opener = opener;
        this.counts = opener.apply(Tables.SPIKE_COUNTS);
    }

    /** Adds a sample; samples of a block come in the order of their ids. The array may be reused afterwards. */
    public void write(SampleCounts row) {
        counts.write(row);
    }

    /** Adds the spikes of a recorded sample. The arrays may be reused afterwards. */
    public void write(RecordedSpikes row) {
        if (spikes == null) {
            spikes = opener.apply(Tables.SPIKES);
        }
        spikes.write(row);
    }

    /** Adds a millisecond of a recorded sample. */
    public void write(DynamicsRow row) {
        if (dynamics == null) {
            dynamics = opener.apply(Tables.DYNAMICS);
        }
        dynamics.write(row);
    }

    /**
     * Makes the block visible.
     *
     * @return false if another attempt had finished the block before; its file stays, this one is dropped
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if the disk refuses
     */
    public boolean commit() {
        if (spikes != null) {
            spikes.commit(PendingFile.Existing.KEEP);
        }
        if (dynamics != null) {
            dynamics.commit(PendingFile.Existing.KEEP);
        }
        return counts.commit(PendingFile.Existing.KEEP);
    }

    @Override
    public void close() {
        counts.close();
        if (spikes != null) {
            spikes.close();
        }
        if (dynamics != null) {
            dynamics.close();
        }
    }
}
