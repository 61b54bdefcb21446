package org.nalsm.engine.liquid.encoding;

/**
 * Turns samples of a dataset into input spikes. One thread at a time; what a method returns is valid until the
 * next call.
 */
public interface SampleInputs {
    /** Number of input channels. */
    int channels();

    /** Label of a sample, from 0. */
    int label(int sampleId);

    /** A sample as it is shown to the initialised liquid. */
    InputSpikes sample(int sampleId);

    /** A sample as it is shown at a position of the initialisation sequence. */
    InputSpikes snapshot(int sampleId, int position);
}
