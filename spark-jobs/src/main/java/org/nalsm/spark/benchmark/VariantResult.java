package org.nalsm.spark.benchmark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one Java virtual machine found out about a variant.
 *
 * @param liquid what was simulated
 * @param initialisation of the liquid; null for a model without initialisation
 * @param weights of the initialised liquid, one a synapse; or those of the untouched network
 * @param measurement of the samples
 * @param counts spike counts, [samples x neurons]
 */
public record VariantResult(
        BenchmarkedLiquid liquid,
        @Nullable Initialisation initialisation,
        float[] weights,
        Measurement measurement,
        int[][] counts)
        implements Serializable {
    private static final long serialVersionUID = 1L;
}
