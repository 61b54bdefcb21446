package org.nalsm.spark.family.liquid.config;

import org.nalsm.spark.config.Choices;

/** The liquids that can be simulated. */
public enum ModelName {
    /** Astrocyte-modulated STDP, in initialisation and in samples. */
    NALSM,
    /** No plasticity. */
    LSM,
    /** STDP with equal rates of potentiation and depression. */
    LSM_STDP,
    /** Calcium-gated STDP in the initialisation, static afterwards. */
    LSM_AP_STDP;

    /** The name as configuration files and tables write it, such as {@code lsm-stdp}. */
    public String key() {
        return Choices.key(this);
    }

    /** Whether the weights start at {@code model.max-weight} whatever {@code model.initial-abs-weight} says. */
    boolean startsAtMaxWeight() {
        return this == NALSM || this == LSM_STDP;
    }
}
