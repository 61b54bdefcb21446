package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import java.util.Objects;

/** The sections of an LSNN's experiment: one. */
public record LsnnSections(LsnnConfig lsnn) implements Serializable {
    public LsnnSections {
        Objects.requireNonNull(lsnn, "lsnn");
    }
}
