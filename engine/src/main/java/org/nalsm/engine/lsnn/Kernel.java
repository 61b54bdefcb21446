package org.nalsm.engine.lsnn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which implementation of the inner loops to use. All give the same results, bit for bit. */
public enum Kernel {
    /** Plain Java: the specification, and the fallback. */
    SCALAR,
    /** The incubating Vector API, with vectors of at least 256 bits. */
    VECTOR;

    /** The fastest one that this Java virtual machine has. The choice is logged once, with its reason. */
    public static Kernel fastest() {
        return Choice.FASTEST;
    }

    /** Why it cannot be used; empty if it can. */
    public String unavailableBecause() {
        return this == SCALAR ? "" : VectorSupport.missing();
    }

    /** @throws IllegalStateException if it cannot be used here */
    LaneKernel loops() {
        if (!unavailableBecause().isEmpty()) {
            throw new IllegalStateException("the vector kernel cannot be used: " + unavailableBecause());
        }
        return this == SCALAR ? new ScalarKernel() : VectorSupport.kernel();
    }

    /** Made at first use. */
    private static final class Choice {
        private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
        private static final Kernel FASTEST = choose();

        private static Kernel choose() {
            if (VECTOR.unavailableBecause().isEmpty()) {
                LOG.info("LSNN kernel: vector ({} bits)", VectorSupport.bits());
                return VECTOR;
            }
            LOG.info("LSNN kernel: scalar, because {}", VECTOR.unavailableBecause());
            return SCALAR;
        }
    }
}
