package org.nalsm.spark.family.diehlcook;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.run.SampleBlock;

/**
 * The samples of the training file that take part, in its order: the first ones of split train, then the first ones of split
 * valid. Positions count from 0; with all samples a position is a sample id.
 *
 * @param train samples of split train
 * @param valid samples of split valid
 */
record TrainingFile(int train, int valid) implements Serializable {
    int size() {
        return train + valid;
    }

    /** The sample at a position. */
    int sampleId(int position) {
        return position < train
                ? Split.TRAIN.firstSampleId() + position
                : Split.VALID.firstSampleId() + position - train;
    }

    /**
     * Cuts the samples at some positions into blocks.
     *
     * @param name of the split that they make up in the tables
     */
    List<SampleBlock> blocks(String name, int first, int count, int blockSize) {
        List<SampleBlock> blocks = new ArrayList<>();
        int position = first;
        while (position < first + count) {
            int end = Math.min(first + count, position < train ? train : size());
            int size = Math.min(blockSize, end - position);
            blocks.add(new SampleBlock(name, blocks.size(), sampleId(position), size));
            position += size;
        }
        return blocks;
    }
}
