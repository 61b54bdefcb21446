package org.nalsm.engine.lsnn;

import jdk.incubator.vector.FloatVector;

/** Keeps the classes of the incubating module out of a virtual machine that lacks it. */
final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int SMALLEST_USEFUL_BITS = 256;

    private VectorSupport() {}

    /** What is missing for the vector kernel; empty if nothing. */
    static String missing() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return "Java runs without --add-modules " + MODULE;
        }
        return bits() < SMALLEST_USEFUL_BITS ? "the processor has vectors of " + bits() + " bits only" : "";
    }

    /** Size of a vector; the module must be there. */
    static int bits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    static LaneKernel kernel() {
        return new VectorKernel();
    }
}
