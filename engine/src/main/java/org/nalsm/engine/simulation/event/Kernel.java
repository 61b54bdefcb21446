package org.nalsm.engine.simulation.event;

import org.nalsm.engine.model.LiquidModel;

/** Which implementation of the inner loops to use. */
public enum Kernel {
    /** Plain Java. */
    SCALAR,
    VECTOR;

    StepKernel loops(LiquidModel model) {
        return this == VECTOR ? new VectorKernel(model.maxWeight()) : new ScalarKernel();
    }
}
