package org.nalsm.engine.liquid.simulation.dense;

import org.jspecify.annotations.Nullable;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.SequentialSimulator;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Simulates samples with dense matrices: every step touches every pair of neurons. Slow and plain; the
 * yardstick for the event-driven simulator in results and in speed. It deviates from liquid-semantics by the
 * rounding of float sums, and one spike that moves changes all that follow; compare short horizons.
 *
 * <p>Holds {@code 4 (liquid + inputs) liquid} bytes for the weights and six times as much for a model
 * whose samples are plastic, all outside the Java heap. ND4J spreads a matrix operation over
 * the cores that OMP_NUM_THREADS allows.
 */
public final class DenseSimulator implements SequentialSimulator {
    private static final WorkspaceConfiguration STEP_MEMORY = WorkspaceConfiguration.builder()
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .build();

    private final Network network;
    private final DenseLiquid liquid;
    /** Null where the weights stay as they are. */
    private final @Nullable DenseLearning learning;

    private final int[] spiking;

    /**
     * @param initialisedWeights weights of the initialised liquid in synapse order; length
     *     {@code network.synapses()}; copied
     * @throws IllegalArgumentException when the weights do not fit the network
     */
    public DenseSimulator(Network network, LiquidModel model, float[] initialisedWeights) {
        if (initialisedWeights.length != network.synapses()) {
            throw new IllegalArgumentException(
                    initialisedWeights.length + " weights for " + network.synapses() + " synapses");
        }
        this.network = network;
        this.liquid = new DenseLiquid(network, model.neuron(), initialisedWeights);
        this.learning = model.sample().changesWeights() ? new DenseLearning(network, model, liquid) : null;
        this.spiking = new int[network.liquid()];
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    @SuppressWarnings("try") // the workspace acts by being open
    public int simulate(InputSpikes input, int durationMs, int[] counts, StepObserver observer) {
        if (counts.length != network.liquid()) {
            throw new IllegalArgumentException(counts.length + " counts for " + network.liquid() + " neurons");
        }
        liquid.reset();
        if (learning != null) {
            learning.reset();
        }
        INDArray spikeCounts = Nd4j.zeros(DataType.FLOAT, liquid.spike.length());
        for (int t = 0; t < durationMs; t++) {
            // A step's temporary vectors come from memory that the next step uses again.
            try (MemoryWorkspace step = Nd4j.getWorkspaceManager().getAndActivateWorkspace(STEP_MEMORY, "DENSE_STEP")) {
                step(inputSpikes(input, t));
                spikeCounts.addi(liquid.spike);
                report(t, observer);
            }
        }
        float[] all = spikeCounts.toFloatVector();
        float inputCount = 0;
        for (int i = 0; i < all.length; i++) {
            if (i < counts.length) {
                counts[i] = (int) all[i];
            } else {
                inputCount += all[i];
            }
        }
        return (int) inputCount;
    }

    /** The order of operations of liquid-semantics, section 3. */
    private void step(INDArray inputSpikes) {
        liquid.findSpikes();
        if (learning != null) {
            learning.updateCalcium();
        }
        liquid.deliver();
        liquid.integrate(inputSpikes);
        liquid.countRefractory();
        if (learning != null) {
            learning.changeWeights();
            learning.updateTrace();
            learning.updateRates();
        }
    }

    /** 1 for every channel that receives an input spike, else 0. */
    private INDArray inputSpikes(InputSpikes input, int t) {
        int[] positions = new int[input.channelCount()];
        int count = input.spikesAt(t, positions);
        float[] hit = new float[network.inputs()];
        for (int k = 0; k < count; k++) {
            hit[input.channels()[positions[k]]] = 1;
        }
        return Nd4j.createFromArray(hit);
    }

    private void report(int t, StepObserver observer) {
        float[] spike = liquid.spike.toFloatVector();
        int liquidSpikes = 0;
        int inputSpikes = 0;
        for (int i = 0; i < spike.length; i++) {
            if (spike[i] == 0) {
                continue;
            }
            if (i < spiking.length) {
                spiking[liquidSpikes++] = i;
            } else {
                inputSpikes++;
            }
        }
        observer.step(t, spiking, liquidSpikes, inputSpikes, learning == null ? 0 : learning.astrocyte());
    }
}
