package org.nalsm.spark.config;

import java.io.Serializable;
import java.util.Objects;

/** One experiment, completely: what {@code train} needs to know. Immutable; every part is valid. */
public record ExperimentConfig(
        ModelConfig model,
        NetworkConfig network,
        RunConfig run,
        DataConfig data,
        InitialisationConfig initialisation,
        SimulationConfig simulation,
        ReadoutConfig readout,
        OutputConfig output)
        implements Serializable {

    public ExperimentConfig {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(initialisation, "initialisation");
        Objects.requireNonNull(simulation, "simulation");
        Objects.requireNonNull(readout, "readout");
        Objects.requireNonNull(output, "output");
    }
}
