package org.nalsm.spark.family.csdp.config;

import java.io.Serializable;
import java.util.Objects;

/** The sections of a CSDP experiment: one. */
public record CsdpSections(CsdpConfig csdp) implements Serializable {
    public CsdpSections {
        Objects.requireNonNull(csdp, "csdp");
    }
}
