package org.nalsm.engine.lsnn.learning;

import java.util.List;
import org.nalsm.engine.lsnn.InputSequence;

/**
 * Samples of a batch and what is to be learned of them.
 *
 * @param inputs one a sample, of equal length
 * @param targets class of each sample's readout windows; {@link #NONE} where nothing is asked
 */
public record LabelledBatch(List<InputSequence> inputs, int[][] targets) {
    /** No class. */
    public static final int NONE = -1;

    public LabelledBatch {
        inputs = List.copyOf(inputs);
        if (targets.length != inputs.size()) {
            throw new IllegalArgumentException(targets.length + " targets of " + inputs.size() + " samples");
        }
    }

    /** Number of samples. */
    public int size() {
        return inputs.size();
    }
}
