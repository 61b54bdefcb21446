package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nalsm.engine.UserException;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SpikeCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where counts of the same samples may lie that runs with another number of samples have left: the same liquid, the same
 * encoding, blocks of the same size ({@link LiquidSettings#sampleCountsId}). Travels to executors.
 *
 * @param runs ids of these runs
 */
record EarlierCounts(ResultsStore store, List<String> runs) implements Serializable {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierCounts.class);

    EarlierCounts {
        runs = List.copyOf(runs);
    }

    /**
     * The first samples of a block, as a run has left them.
     *
     * @param samples how many, at least 1
     */
    record Part(String run, int samples) {}

    /** The longest part of a block that a run has left, verified; empty if none has any of it. */
    Optional<Part> of(SampleBlock block) {
        return runs.stream()
                .map(run -> new Part(run, rows(run, block)))
                .filter(part -> part.samples > 0)
                .sorted(Comparator.comparing(Part::samples).reversed())
                .filter(part -> isWhole(part.run, block))
                .findFirst();
    }

    /** Hands on the rows of a part in the order of the samples; the arrays are the consumer's. */
    void read(Part part, SampleBlock block, Consumer<SpikeCounts> consumer) {
        int end = block.firstSampleId() + part.samples;
        store.readBlock(SpikeCounts.TABLE, part.run, block.split(), block.index(), row -> {
            if (row.sampleId() < end) {
                consumer.accept(row);
            }
        });
    }

    private int rows(String run, SampleBlock block) {
        try {
            return (int)
                    Math.min(block.size(), store.rowsOfBlock(SpikeCounts.TABLE, run, block.split(), block.index()));
        } catch (UserException e) {
            return 0; // it is damaged, or was deleted just now
        }
    }

    private boolean isWhole(String run, SampleBlock block) {
        try {
            store.verifyBlock(SpikeCounts.TABLE, run, block.split(), block.index());
            return true;
        } catch (UserException e) {
            LOG.warn("Samples that run {} has left are simulated anew: {}", run, e.getMessage());
            return false;
        }
    }
}
