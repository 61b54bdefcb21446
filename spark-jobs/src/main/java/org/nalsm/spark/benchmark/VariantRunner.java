package org.nalsm.spark.benchmark;

/** Where variants are measured. */
public interface VariantRunner {
    /**
     * Measures a variant once.
     *
     * @throws org.nalsm.engine.UserException what the measuring throws, for instance because a dataset is missing
     * @throws IllegalStateException if there is no result, whatever the reason
     */
    VariantResult run(Variant variant);

    /** Ends what runs now, and measures nothing more; from any thread. */
    default void stop() {}
}
