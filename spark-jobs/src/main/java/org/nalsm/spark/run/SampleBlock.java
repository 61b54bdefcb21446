package org.nalsm.spark.run;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.dataset.Split;

/**
 * Consecutive samples of a split that one task simulates and one file holds.
 *
 * @param split name of the split, as the tables have it
 * @param index number of the block within the split, from 0
 * @param firstSampleId id of the first sample
 * @param size number of samples
 */
public record SampleBlock(String split, int index, int firstSampleId, int size) implements Serializable {

    /** Cuts the first {@code samples} of a split into blocks; the last one may be smaller. */
    public static List<SampleBlock> of(Split split, int samples, long blockSize) {
        return of(split, split.label(), samples, blockSize);
    }

    /** The same under another name, for altered copies of a split's samples. */
    public static List<SampleBlock> of(Split split, String name, int samples, long blockSize) {
        return of(name, split.firstSampleId(), samples, blockSize);
    }

    /** Cuts any consecutive samples into blocks. */
    public static List<SampleBlock> of(String name, int firstSampleId, int samples, long blockSize) {
        List<SampleBlock> blocks = new ArrayList<>();
        int from = 0;
        while (from < samples) {
            int size = (int) Math.min(blockSize, samples - from);
            blocks.add(new SampleBlock(name, blocks.size(), firstSampleId + from, size));
            from += size;
        }
        return blocks;
    }
}
