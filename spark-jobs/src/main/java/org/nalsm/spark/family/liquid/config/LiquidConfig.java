package org.nalsm.spark.family.liquid.config;

import java.io.Serializable;
import java.util.Objects;

/** The sections of a liquid's experiment. */
public record LiquidConfig(
        ModelConfig model,
        NetworkConfig network,
        InitialisationConfig initialisation,
        SimulationConfig simulation,
        ReadoutConfig readout)
        implements Serializable {

    public LiquidConfig {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(simulation, "simulation");
        Objects.requireNonNull(readout, "readout");
    }
}
