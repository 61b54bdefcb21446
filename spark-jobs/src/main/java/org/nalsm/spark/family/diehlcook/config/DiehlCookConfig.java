package org.nalsm.spark.family.diehlcook.config;

import java.io.Serializable;
import java.util.Objects;

/** The section of an experiment with Diehl and Cook's network. */
public record DiehlCookConfig(DiehlCookKeys diehlCook) implements Serializable {
    public DiehlCookConfig {
        Objects.requireNonNull(diehlCook, "diehlCook");
    }
}
