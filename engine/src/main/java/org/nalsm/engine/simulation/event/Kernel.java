package org.nalsm.engine.simulation.event;

import org.nalsm.engine.model.LiquidModel;

/** Which implementation of the inner loops to use. */
public enum Kernel {
    /** Plain Java. */
    SCALAR;

    StepKernel loops(LiquidModel model) {
        return new ScalarKernel();
    }
}
