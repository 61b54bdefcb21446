package org.nalsm.engine.csdp;

import java.io.Serializable;

/**
 * Constants of the neurons.
 *
 * @param steps how long samples are shown, in time steps, at least 1
 * @param timeStepMs above 0
 * @param membraneTauMs time constant of the membrane, at least a time step
 * @param traceTauMs time constant of the spike traces, which decay linearly; at least a time step
 * @param thresholdIncrement by which a threshold rises for every spike of its layer, and falls every step
 * @param thresholdFloor which thresholds do not fall below
 * @param goodnessThreshold goodness (sum of the squared traces of a layer) at which a sample is as likely positive as negative
 */
public record Dynamics(
        int steps,
        double timeStepMs,
        double membraneTauMs,
        double traceTauMs,
        double thresholdIncrement,
        double thresholdFloor,
        double goodnessThreshold)
        implements Serializable {
    /** Those of the author's program: 50 steps of 3 ms. */
    public static final Dynamics STANDARD = new Dynamics(50, 3, 100, 13, 0.001, 0.025, 10);

    /** @throws IllegalArgumentException if a value is out of its range */
    public Dynamics {
        require(steps >= 1, "steps", steps);
        require(timeStepMs > 0, "timeStepMs", timeStepMs);
        require(membraneTauMs >= timeStepMs, "membraneTauMs", membraneTauMs);
        require(traceTauMs >= timeStepMs, "traceTauMs", traceTauMs);
        require(thresholdIncrement >= 0, "thresholdIncrement", thresholdIncrement);
        require(thresholdFloor > 0, "thresholdFloor", thresholdFloor);
        require(goodnessThreshold >= 0, "goodnessThreshold", goodnessThreshold);
    }

    private static void require(boolean holds, String name, double value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " = " + value + " is out of range");
        }
    }

    /** Part of the way to its current that a potential goes in a step. */
    float leak() {
        return (float) (timeStepMs / membraneTauMs);
    }

    /** Factor of a trace in a step without a spike. */
    float traceDecay() {
        return (float) (1 - timeStepMs / traceTauMs);
    }
}
