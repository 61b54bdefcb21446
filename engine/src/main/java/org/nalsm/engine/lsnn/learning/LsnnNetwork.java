package org.nalsm.engine.lsnn.learning;

import java.util.List;
import java.util.Objects;
import org.nalsm.engine.lsnn.AlifParameters;
import org.nalsm.engine.lsnn.LayerWeights;
import org.nalsm.engine.lsnn.Readout;

/**
 * A network and all that it learns: synapses from the inputs, among the neurons and to the outputs, and the outputs'
 * biases.
 *
 * @param parameters of the layer
 * @param in inputs to neurons
 * @param rec neurons to neurons
 * @param out neurons to outputs
 * @param bias of the outputs: 1 x outputs; all 0 and untrained without a bias
 * @param trainsBias whether there is a bias
 * @param inDelay delays of {@code in}, steps
 * @param recDelay delays of {@code rec} beyond the first step, steps
 */
public record LsnnNetwork(
        AlifParameters parameters,
        SynapseMatrix in,
        SynapseMatrix rec,
        SynapseMatrix out,
        SynapseMatrix bias,
        boolean trainsBias,
        int[] inDelay,
        int[] recDelay) {

    public LsnnNetwork {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(inDelay, "inDelay");
        Objects.requireNonNull(recDelay, "recDelay");
    }

    /** Inputs, recurrent synapses, outputs: the matrices that share the bound of connections, in this order. */
    public List<SynapseMatrix> matrices() {
        return List.of(in, rec, out);
    }

    /** Everything that is trained, the biases last. */
    public List<SynapseMatrix> trained() {
        return trainsBias ? List.of(in, rec, out, bias) : matrices();
    }

    /**
     * The same network with other parameters.
     *
     * @param trained as {@link #trained} lists them
     */
    LsnnNetwork with(List<SynapseMatrix> trained) {
        return new LsnnNetwork(
                parameters,
                trained.get(0),
                trained.get(1),
                trained.get(2),
                trainsBias ? trained.get(3) : bias,
                trainsBias,
                inDelay,
                recDelay);
    }

    /** Number of outputs. */
    public int outputs() {
        return out.targets();
    }

    /** Weights and delays of the layer as they are now; copies of the weights. */
    public LayerWeights layer() {
        return new LayerWeights(in.weights(), rec.weights(), inDelay, recDelay);
    }

    /** Weights of the readout as they are now; copies. */
    public Readout readout() {
        return new Readout(out.weights(), bias.weights());
    }
}
