package org.nalsm.engine.diehlcook;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which implementation of the inner loops to use. All give the same results, bit for bit. */
public enum Kernel {
    /** Plain Java: the specification, and the fallback. */
    SCALAR,
    /** The incubating Vector API. */
    VECTOR;

    /** The fastest one that this Java virtual machine has. The choice is logged once, with its reason. */
    public static Kernel fastest() {
        return Choice.FASTEST;
    }

    /** Whether this Java virtual machine can use it. */
    public boolean isAvailable() {
        return unavailableBecause().isEmpty();
    }

    /** Why it cannot be used; empty if it can. */
    public String unavailableBecause() {
        return this == SCALAR ? "" : VectorSupport.missing();
    }

    /** @throws IllegalStateException if it cannot be used here */
    StepKernel loops() {
        if (!isAvailable()) {
            throw new IllegalStateException("the vector kernel cannot be used: " + unavailableBecause());
        }
        return this == SCALAR ? new ScalarKernel() : VectorSupport.kernel();
    }

    /** Made at first use. */
    private static final class Choice {
        private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
        private static final Kernel FASTEST = choose();

        private static Kernel choose() {
            if (VECTOR.isAvailable()) {
                LOG.info("Diehl and Cook kernel: vector ({} bits)", VectorSupport.bits());
                return VECTOR;
            }
            LOG.info("Diehl and Cook kernel: scalar, because {}", VECTOR.unavailableBecause());
            return SCALAR;
        }
    }
}
