package org.nalsm.spark.family.csdp.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * Section {@code csdp.negatives}: with which image of the minibatch one is mixed.
 *
 * @param partner who has which
 * @param rotated whether the other image is turned first
 */
public record NegativesConfig(Partner partner, boolean rotated) implements Serializable {
    /** Who has which other image. */
    public enum Partner {
        /** Each image has one of its own. */
        EACH,
        /** One drawn number chooses that of all, as in the published program. */
        ONE
    }

    public NegativesConfig {
        Objects.requireNonNull(partner, "partner");
    }
}
