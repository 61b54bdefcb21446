package org.nalsm.engine.simulation.event;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks the inner loops: those on the Vector API where this JVM and CPU have it, else plain Java. No class of the
 * incubator module is loaded before the module is known to be there.
 */
public final class KernelChoice {
    private static final String MODULE = "jdk.incubator.vector";

    private KernelChoice() {
    }

    /** The fastest kernel available. The first call logs it, with the reason. */
    public static Kernel automatic() {
        return Automatic.KERNEL;
    }

    /**
     * The given kernel.
     *
     * @throws IllegalStateException when it is not available; the message says why and what to do
     */
    public static Kernel forced(Kernel kernel) {
        if (kernel == Kernel.VECTOR) {
            obstacle().ifPresent(reason -> {
                throw new IllegalStateException("the vector kernel is not available: " + reason
                        + "; or use the scalar kernel");
            });
        }
        return kernel;
    }

    /** Why the vector kernel cannot be used; empty if it can. */
    private static Optional<String> obstacle() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Optional.of("module " + MODULE + " is not loaded, start java with --add-modules " + MODULE);
        }
        return obstacle(VectorKernel.preferredBits());
    }

    static Optional<String> obstacle(int preferredBits) {
        return preferredBits == 256 || preferredBits == 512
                ? Optional.empty()
                : Optional.of("this CPU's preferred vectors have %d bits, 256 or 512 are needed"
                        .formatted(preferredBits));
    }

    /** Initialised by the first use. */
    private static final class Automatic {
        private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
        private static final Kernel KERNEL = choose();

        private static Kernel choose() {
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                LOG.info("Simulation kernel: scalar ({})", obstacle.get());
                return Kernel.SCALAR;
            }
            LOG.info("Simulation kernel: vector ({} present, vectors of {} bits)", MODULE,
                    VectorKernel.preferredBits());
            return Kernel.VECTOR;
        }
    }
}
