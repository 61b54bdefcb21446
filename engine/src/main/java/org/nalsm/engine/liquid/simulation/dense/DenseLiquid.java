package org.nalsm.engine.liquid.simulation.dense;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nalsm.engine.liquid.model.NeuronParameters;
import org.nalsm.engine.liquid.network.Network;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Neurons and synapses without learning: steps 1 to 4 of liquid-semantics, section 3. Vectors over all neurons
 * hold the liquid first, then the inputs; matrices have a row for every presynaptic neuron and a column for
 * every liquid neuron, rows contiguous, 0 where there is no synapse.
 */
final class DenseLiquid {
    private static final float FLUSH_BELOW = 0x1p-60f;

    private final NeuronParameters neuron;
    private final INDArray initialisedWeights;

    /** V. */
    private final INDArray membrane;

    private final INDArray liquidMembrane;
    private final INDArray inputMembrane;
    /** r. */
    private final INDArray refractory;
    /** Y. */
    private final INDArray current;

    /** s, 1 for neurons that spike in this step and 0 for the others. */
    final INDArray spike;
    /** x. */
    final INDArray activation;
    /** Z, the current that weight changes add to the next step's. */
    final INDArray deferred;
    /** w. */
    final INDArray weights;

    DenseLiquid(Network network, NeuronParameters neuron, float[] initialisedWeights) {
        this.neuron = neuron;
        this.initialisedWeights = matrix(network, initialisedWeights);
        this.weights = this.initialisedWeights.dup();
        int liquid = network.liquid();
        int all = liquid + network.inputs();
        membrane = Nd4j.zeros(DataType.FLOAT, all);
        liquidMembrane = membrane.get(interval(0, liquid));
        inputMembrane = membrane.get(interval(liquid, all));
        refractory = Nd4j.zeros(DataType.FLOAT, all);
        spike = Nd4j.zeros(DataType.FLOAT, all);
        activation = Nd4j.zeros(DataType.FLOAT, all);
        current = Nd4j.zeros(DataType.FLOAT, liquid);
        deferred = Nd4j.zeros(DataType.FLOAT, liquid);
    }

    /** A matrix of one value per synapse. */
    static INDArray matrix(Network network, float[] values) {
        long[] shape = {network.liquid() + network.inputs(), network.liquid()};
        INDArray matrix = Nd4j.create(DataType.FLOAT, shape, 'c');
        for (int pre = 0; pre < matrix.rows(); pre++) {
            for (int synapse = network.rowStart(pre); synapse < network.rowStart(pre + 1); synapse++) {
                matrix.putScalar(pre, network.post(synapse), values[synapse]);
            }
        }
        return matrix;
    }

    /** {@code flush} of liquid-semantics, in place. */
    static void flush(INDArray values) {
        BooleanIndexing.replaceWhere(values, 0, Conditions.absLessThan(FLUSH_BELOW));
    }

    void reset() {
        membrane.assign(0);
        refractory.assign(0);
        activation.assign(0);
        current.assign(0);
        deferred.assign(0);
        weights.assign(initialisedWeights);
    }

    /** Step 1: {@code s = (r <= 0) and (V >= threshold)}; spiking neurons: {@code V = 0}. */
    void findSpikes() {
        INDArray ready = refractory.lte(0).castTo(DataType.FLOAT);
        INDArray above = membrane.gte(neuron.threshold()).castTo(DataType.FLOAT);
        spike.assign(ready.mul(above));
        membrane.muli(silent());
    }

    /** Step 2: {@code Y = (Y + Z) e1, Z = 0, x = x e1, Y += (s (1 - x)) W}; spiking neurons: {@code x = 1}. */
    void deliver() {
        current.addi(deferred).muli(neuron.synapticDecay());
        deferred.assign(0);
        activation.muli(neuron.synapticDecay());
        flush(activation);
        current.addi(weights.transpose().mmul(spike.mul(activation.rsub(1))));
        activation.muli(silent()).addi(spike);
    }

    /** Step 3: {@code V = (V - V / tau_v) + I}. */
    void integrate(INDArray inputSpikes) {
        membrane.subi(membrane.div(neuron.tauMembraneMs()));
        liquidMembrane.addi(current);
        inputMembrane.addi(inputSpikes.mul(neuron.inputCurrent()));
    }

    /** Step 4: {@code r = s ? refractory count : max(r - 1, -1)}. */
    void countRefractory() {
        INDArray counted = Transforms.max(refractory.sub(1), -1);
        refractory.assign(counted.mul(silent()).add(spike.mul(neuron.refractoryMs())));
    }

    /** 1 - s. */
    private INDArray silent() {
        return spike.rsub(1);
    }
}
