package org.nalsm.engine.liquid.model;

import java.io.Serializable;
import java.util.Objects;

/**
 * One of the liquids of the publication: initial weights, the rule that initialises them and the rule that
 * acts while a sample is shown (liquid-semantics, section 5).
 *
 * @param name short name, as in the configuration
 * @param neuron the neuron model
 * @param maxWeight w_max, bound of every absolute weight, above 0; weights are currents in arbitrary units
 * @param initialAbsoluteWeight absolute value of every weight before initialisation, 0 to maxWeight
 * @param initialisation rule of the initialisation phase
 * @param sample rule while a sample is shown
 * @param rateDecay factor on p, A, a_w and a_b after every step of a sample (not in initialisation)
 */
public record LiquidModel(
        String name,
        NeuronParameters neuron,
        float maxWeight,
        float initialAbsoluteWeight,
        Plasticity initialisation,
        Plasticity sample,
        float rateDecay)
        implements Serializable {

    public LiquidModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(neuron, "neuron");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(sample, "sample");
        if (!(maxWeight > 0) || !(initialAbsoluteWeight >= 0 && initialAbsoluteWeight <= maxWeight)) {
            throw new IllegalArgumentException(
                    "weights need 0 <= initial (%s) <= max (%s)".formatted(initialAbsoluteWeight, maxWeight));
        }
        if (!(rateDecay > 0 && rateDecay <= 1)) {
            throw new IllegalArgumentException("rateDecay must be in (0, 1], not " + rateDecay);
        }
    }

    /**
     * NALSM: astrocyte-modulated STDP in initialisation and while samples are shown.
     *
     * @param astrocyteWeight gain of the astrocyte, without unit, at least 0
     */
    public static LiquidModel nalsm(float astrocyteWeight, float maxWeight, float rateDecay) {
        Plasticity rule = new Plasticity.AstrocyteStdp(astrocyteWeight);
        return new LiquidModel("nalsm", NeuronParameters.PUBLICATION, maxWeight, maxWeight, rule, rule, rateDecay);
    }

    /** LSM: fixed weights. */
    public static LiquidModel lsm(float absoluteWeight, float maxWeight) {
        Plasticity rule = new Plasticity.Static();
        return new LiquidModel("lsm", NeuronParameters.PUBLICATION, maxWeight, absoluteWeight, rule, rule, 1);
    }

    /** LSM+STDP: plain STDP in initialisation and while samples are shown. */
    public static LiquidModel lsmStdp(float maxWeight, float rateDecay) {
        Plasticity rule = new Plasticity.Stdp();
        return new LiquidModel("lsm-stdp", NeuronParameters.PUBLICATION, maxWeight, maxWeight, rule, rule, rateDecay);
    }

    /**
     * LSM+AP-STDP: activity-threshold STDP in initialisation, fixed weights afterwards.
     *
     * @param theta calcium threshold, spikes
     * @param delta range of calcium around it in which weights change, spikes, above 0
     */
    public static LiquidModel lsmApStdp(float absoluteWeight, float maxWeight, float theta, float delta) {
        return new LiquidModel(
                "lsm-ap-stdp",
                NeuronParameters.PUBLICATION,
                maxWeight,
                absoluteWeight,
                new Plasticity.ActivityThresholdStdp(theta, delta),
                new Plasticity.Static(),
                1);
    }

    /** The same liquid with weights that stay as initialised while a sample is shown. */
    public LiquidModel withStaticSamples() {
        return new LiquidModel(
                name, neuron, maxWeight, initialAbsoluteWeight, initialisation, new Plasticity.Static(), rateDecay);
    }
}
