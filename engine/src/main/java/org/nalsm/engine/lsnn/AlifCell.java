package org.nalsm.engine.lsnn;

import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/**
 * A layer of adaptive spiking neurons by itself, to be driven with inputs of one's own: the equations are those of
 * {@link AlifParameters}. One hundred ms of a cell with 2 inputs, 3 regular neurons and 1 adaptive one, and another hundred
 * from where it stands then:
 *
 * <pre>{@code
 * AlifParameters parameters = new AlifParameters(2, 3, 1, 20, 20, 200, 1.8, 0.01, 5, 1, 0.3);
 * LayerWeights weights = new LayerWeights(new float[2 * 4], new float[4 * 4], new int[2 * 4], new int[4 * 4]);
 * Arrays.fill(weights.in(), 0.05f);
 * AlifCell cell = new AlifCell(parameters, weights);
 * float[][][] inputs = new float[1][100][2];               // samples x steps x inputs
 * inputs[0][10][0] = 1;                                    // a spike of input 0 in step 11
 * AlifCell.Result first = cell.forward(inputs);
 * float[][][] spikes = first.spikes();                     // samples x steps x neurons, 0 or 1
 * AlifCell.Result second = cell.forward(inputs, first.state());
 * }</pre>
 *
 * Keeps no state of its own between calls; for use by one thread at a time.
 */
public final class AlifCell {
    private final AlifParameters parameters;
    private final LayerWeights weights;

    /**
     * A cell.
     *
     * @param weights of the parameters' shapes; read at every call, so that changes count
     * @throws IllegalArgumentException if a shape or a delay does not fit
     */
    public AlifCell(AlifParameters parameters, LayerWeights weights) {
        weights.check(parameters);
        this.parameters = parameters;
        this.weights = weights;
    }

    /**
     * What a call gives.
     *
     * @param spikes samples x steps x neurons, 0 or 1
     * @param potentials samples x steps x neurons: v after each step
     * @param thresholds samples x steps x neurons: A in each step
     * @param state after the last step, to go on from
     */
    public record Result(float[][][] spikes, float[][][] potentials, float[][][] thresholds, BatchState state) {}

    /** From rest; see {@link #forward(float[][][], BatchState)}. */
    public Result forward(float[][][] inputs) {
        return forward(inputs, new BatchState(parameters, inputs.length));
    }

    /**
     * Runs the cell.
     *
     * @param inputs samples x steps x inputs, of equal length: spikes (0 or 1) or analog values
     * @param state of as many samples; changed to that after the last step
     * @throws IllegalArgumentException if samples are missing or differ in length, or a step has another number of inputs
     */
    public Result forward(float[][][] inputs, BatchState state) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException("there is no sample");
        }
        int steps = inputs[0].length;
        List<InputSequence> sequences = new ArrayList<>();
        for (float[][] sample : inputs) {
            sequences.add(sequence(sample, steps));
        }
        try (Workers workers = new Workers(1)) {
            BatchPass pass = new BatchPass(parameters, ReadoutWindows.last(steps, 1), steps, Kernel.fastest(), workers);
            int n = parameters.neurons();
            pass.forward(sequences, weights, new Readout(new float[n], new float[1]), state);
            float[][][] spikes = new float[inputs.length][steps][n];
            float[][][] potentials = new float[inputs.length][steps][n];
            float[][][] thresholds = new float[inputs.length][steps][n];
            for (int s = 0; s < inputs.length; s++) {
                for (int t = 0; t < steps; t++) {
                    for (int j = 0; j < n; j++) {
                        spikes[s][t][j] = pass.spiked(s, t + 1, j) ? 1 : 0;
                        potentials[s][t][j] = pass.potential(s, t + 1, j);
                        thresholds[s][t][j] = pass.threshold(s, t + 1, j);
                    }
                }
            }
            return new Result(spikes, potentials, thresholds, state);
        }
    }

    private InputSequence sequence(float[][] sample, int steps) {
        int inputs = parameters.inputs();
        float[] values = new float[Math.multiplyExact(steps, inputs)];
        if (sample.length != steps) {
            throw new IllegalArgumentException("samples of " + steps + " and " + sample.length + " steps");
        }
        for (int t = 0; t < steps; t++) {
            if (sample[t].length != inputs) {
                throw new IllegalArgumentException("step " + t + " has " + sample[t].length + " inputs, not " + inputs);
            }
            System.arraycopy(sample[t], 0, values, t * inputs, inputs);
        }
        return InputSequence.analog(steps, values);
    }
}
