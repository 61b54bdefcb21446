package org.nalsm.engine.simulation.event;

import org.nalsm.engine.model.LiquidModel;

/** Which implementation of the inner loops to use; {@link KernelChoice} picks one. Results are equal bit for bit. */
public enum Kernel {
    /** Plain Java. */
    SCALAR {
        @Override
        StepKernel loops(LiquidModel model) {
            return new ScalarKernel();
        }
    },

    /** The Vector API: needs {@code --add-modules jdk.incubator.vector} and a CPU with vectors of 256 or 512 bits. */
    VECTOR {
        @Override
        StepKernel loops(LiquidModel model) {
            KernelChoice.forced(this);
            return new VectorKernel(model.maxWeight());
        }
    };

    /** @throws IllegalStateException when this kernel is not available */
    abstract StepKernel loops(LiquidModel model);
}
