package org.nalsm.engine.liquid.simulation.cuda;

import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.SampleInputs;

/** One sample. */
record SampleInputsOf(InputSpikes input) implements SampleInputs {
    @Override
    public int channels() {
        return input.channelCount();
    }

    @Override
    public int label(int sampleId) {
        return 0;
    }

    @Override
    public InputSpikes sample(int sampleId) {
        return input;
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        throw new UnsupportedOperationException();
    }
}
