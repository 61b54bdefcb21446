package org.nalsm.engine.liquid.simulation.dense;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.engine.liquid.model.Plasticity.ActivityThresholdStdp;
import org.nalsm.engine.liquid.model.Plasticity.AstrocyteStdp;
import org.nalsm.engine.liquid.network.Network;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Plasticity: steps 5 to 8 of liquid-semantics, section 3, and the calcium of its section 5. Layouts as in
 * {@link DenseLiquid}.
 */
final class DenseLearning {
    private final Plasticity rule;
    private final float rateDecay;
    private final float traceDecay = Plasticity.traceDecay();
    private final DenseLiquid liquid;
    private final INDArray liquidSpike;
    private final INDArray inputSpike;

    /** 1 for excitatory neurons and inputs, 0 for inhibitory neurons. */
    private final INDArray exciting;
    /** 1 for inhibitory neurons, 0 for the others. */
    private final INDArray inhibiting;
    /** Bounds of every weight; both are 0 where there is no synapse, which keeps its weight at 0. */
    private final INDArray lower;

    private final INDArray upper;

    /** w_new. */
    private final INDArray changed;
    /** w_new - w. */
    private final INDArray change;

    private final INDArray everywhere;

    /** q. */
    private final INDArray trace;

    private final INDArray liquidTrace;
    /** c. */
    private final INDArray calcium;

    private float potentiation;
    private float astrocyte;
    private float astrocyteWeight;
    private float astrocyteBias;

    DenseLearning(Network network, LiquidModel model, DenseLiquid liquid) {
        this.rule = model.sample();
        this.rateDecay = model.rateDecay();
        this.liquid = liquid;
        int n = network.liquid();
        int all = n + network.inputs();
        liquidSpike = liquid.spike.get(interval(0, n));
        inputSpike = liquid.spike.get(interval(n, all));
        exciting = Nd4j.ones(DataType.FLOAT, all);
        exciting.get(interval(network.excitatory(), n)).assign(0);
        inhibiting = exciting.rsub(1);
        float[] low = new float[network.synapses()];
        float[] high = new float[network.synapses()];
        for (int synapse = 0; synapse < low.length; synapse++) {
            boolean input = synapse >= network.liquidSynapses();
            low[synapse] = input || network.sign(synapse) < 0 ? -model.maxWeight() : 0;
            high[synapse] = input || network.sign(synapse) > 0 ? model.maxWeight() : 0;
        }
        lower = DenseLiquid.matrix(network, low);
        upper = DenseLiquid.matrix(network, high);
        changed = lower.dup();
        change = lower.dup();
        everywhere = Nd4j.ones(DataType.FLOAT, n);
        trace = Nd4j.zeros(DataType.FLOAT, all);
        liquidTrace = trace.get(interval(0, n));
        calcium = Nd4j.zeros(DataType.FLOAT, n);
    }

    void reset() {
        trace.assign(0);
        calcium.assign(0);
        potentiation = Plasticity.RATE;
        astrocyte = Plasticity.RATE;
        astrocyteBias = Plasticity.RATE;
        astrocyteWeight = rule instanceof AstrocyteStdp stdp ? stdp.astrocyteWeight() : 0;
    }

    /** Astrocyte state A; 0 if the rule has none. */
    float astrocyte() {
        return rule instanceof AstrocyteStdp ? astrocyte : 0;
    }

    /** Step 1: {@code c = (c - c / 1000) + s}. */
    void updateCalcium() {
        if (rule instanceof ActivityThresholdStdp) {
            calcium.subi(calcium.div(ActivityThresholdStdp.TAU_MS)).addi(liquidSpike);
            DenseLiquid.flush(calcium);
        }
    }

    /**
     * Step 5: {@code w_new = clip((w + up_i q_i s_j) + s_i down_i q_j)} and {@code Z_j += sum_i (w_new - w) x_i}.
     * A term is an outer product, one for the presynaptic neurons that excite and one for those that inhibit.
     * The rates multiply the traces first, as vectors, so that a term is rounded as the semantics ask for.
     */
    void changeWeights() {
        float depression = rule instanceof AstrocyteStdp ? astrocyte : potentiation;
        INDArray potentiable = potentiable();
        INDArray depressible = depressible();
        changed.assign(liquid.weights);
        addOuter(exciting.mul(trace).mul(potentiation), liquidSpike.mul(potentiable));
        addOuter(inhibiting.mul(trace).mul(-depression), liquidSpike.mul(depressible));
        addOuter(exciting.mul(liquid.spike), liquidTrace.mul(depressible).mul(-depression));
        addOuter(inhibiting.mul(liquid.spike), liquidTrace.mul(potentiable).mul(potentiation));
        Transforms.max(changed, lower, false);
        Transforms.min(changed, upper, false);
        changed.subi(liquid.weights, change);
        liquid.deferred.addi(change.transpose().mmul(liquid.activation));
        liquid.weights.assign(changed);
    }

    /** {@code changed_ij += column_i row_j}; BLAS wants columns to be contiguous, hence the transposition. */
    private void addOuter(INDArray column, INDArray row) {
        Nd4j.getBlasWrapper().level2().ger('f', 1, row, column, changed.transpose());
    }

    /** 1 for liquid neurons at which positive terms count, else 0; AP-STDP has them in a band of calcium. */
    private INDArray potentiable() {
        return rule instanceof ActivityThresholdStdp bands
                ? between(bands.theta(), bands.theta() + bands.delta())
                : everywhere;
    }

    /** 1 for liquid neurons at which negative terms count, else 0. */
    private INDArray depressible() {
        return rule instanceof ActivityThresholdStdp bands
                ? between(bands.theta() - bands.delta(), bands.theta())
                : everywhere;
    }

    /** 1 for neurons with {@code from < c < to}, else 0. */
    private INDArray between(float from, float to) {
        return calcium.gt(from).castTo(DataType.FLOAT).mul(calcium.lt(to).castTo(DataType.FLOAT));
    }

    /** Step 6: {@code q = beta (q + 0.1 s)}. */
    void updateTrace() {
        trace.addi(liquid.spike.mul(Plasticity.TRACE_INCREMENT)).muli(traceDecay);
        DenseLiquid.flush(trace);
    }

    /** Steps 7 and 8: {@code A = A + ((a_w (n_liquid - n_input) + a_b) - A) / tau_A}; then all rates decay. */
    void updateRates() {
        float difference =
                liquidSpike.sumNumber().floatValue() - inputSpike.sumNumber().floatValue();
        float drive = astrocyteWeight * difference + astrocyteBias;
        astrocyte = astrocyte + (drive - astrocyte) / AstrocyteStdp.TAU_MS;
        potentiation *= rateDecay;
        astrocyte *= rateDecay;
        astrocyteWeight *= rateDecay;
        astrocyteBias *= rateDecay;
    }
}
