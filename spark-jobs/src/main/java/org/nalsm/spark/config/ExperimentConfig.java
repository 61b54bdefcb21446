package org.nalsm.spark.config;

import java.util.Objects;

/**
 * One experiment, completely. Immutable; every part is valid.
 *
 * @param model {@code model.name}, which chooses the family
 * @param family the sections of the model's family, as {@link FamilyKeys#sections} has them
 */
public record ExperimentConfig(String model, RunConfig run, DataConfig data, OutputConfig output, Record family) {
    public ExperimentConfig {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(family, "family");
    }

    /** The sections of the model's family. @throws ClassCastException if it is another family */
    public <C extends Record> C family(Class<C> sections) {
        return sections.cast(family);
    }
}
