package org.nalsm.engine.kernel;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which implementation of the inner loops to use. All give the same results, bit for bit. */
public enum Kernel {
    /** Plain Java: the specification, and the fallback. */
    SCALAR,
    /** The incubating Vector API, with vectors of 256 or 512 bits. */
    VECTOR;

    /** The fastest one that this Java virtual machine has. The choice is logged once, with its reason. */
    public static Kernel fastest() {
        return Choice.FASTEST;
    }

    /** Whether this Java virtual machine can use it. */
    public boolean isAvailable() {
        return this == SCALAR || unavailableBecause().isEmpty();
    }

    /** Why it cannot be used; empty if it can. */
    public String unavailableBecause() {
        return this == SCALAR ? "" : VectorSupport.missing();
    }

    /**
     * A model's loops of this kind.
     *
     * @param scalar makes those in plain Java
     * @param vector makes the others; a lambda and no method reference, which would load their class in any case
     * @throws IllegalStateException if it cannot be used here
     */
    public <L> L loops(Supplier<? extends L> scalar, Supplier<? extends L> vector) {
        if (!isAvailable()) {
            throw new IllegalStateException("the vector kernel cannot be used: " + unavailableBecause());
        }
        return this == SCALAR ? scalar.get() : vector.get();
    }

    /** Made at first use. */
    private static final class Choice {
        private static final Logger LOG = LoggerFactory.getLogger(Kernel.class);
        private static final Kernel FASTEST = choose();

        private static Kernel choose() {
            if (VECTOR.isAvailable()) {
                LOG.info("Vector loops of {} bits", VectorSupport.bits());
                return VECTOR;
            }
            LOG.info("Scalar loops, because {}", VECTOR.unavailableBecause());
            return SCALAR;
        }
    }
}
