package org.nalsm.engine.kernel;

import jdk.incubator.vector.FloatVector;

/** Keeps the classes of the incubating module out of a virtual machine that lacks it. */
final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";
    /** Smaller vectors are not faster than plain loops. */
    private static final int FEWEST_BITS = 256;
    /** Arrays have room for sixteen floats beyond their end. */
    private static final int MOST_BITS = 512;

    private VectorSupport() {}

    /** What is missing for vector loops; empty if nothing. */
    static String missing() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "Java runs without --add-modules " + MODULE;
        }
        return bits() < FEWEST_BITS || bits() > MOST_BITS ? "the processor has vectors of " + bits() + " bits" : "";
    }

    /** Size of a vector; the module must be there. */
    static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
}
