package org.nalsm.spark.family.csdp.config;

import java.io.Serializable;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code csdp.dynamics}.
 *
 * @param steps how long a sample is shown, 1 to 1000
 * @param timeStepMs length of a step, above 0 to 10 ms
 * @param tauMembraneMs time constant of the membrane, above 0 to 1e6 ms
 * @param tauTraceMs time constant of the traces, above 0 to 1e6 ms
 * @param thresholdIncrement step of the adaptive threshold, 0 to 1
 * @param thresholdFloor lowest threshold, 0 to 1
 * @param goodnessThreshold goodness that is neither good nor bad, 0 to 1e6
 */
public record DynamicsConfig(
        int steps,
        double timeStepMs,
        double tauMembraneMs,
        double tauTraceMs,
        double thresholdIncrement,
        double thresholdFloor,
        double goodnessThreshold)
        implements Serializable {

    private static final String TIME_STEP = "csdp.dynamics.time-step-ms";

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public DynamicsConfig {
        new Constraints()
                .inRange("csdp.dynamics.steps", steps, 1, 1000)
                .above(TIME_STEP, timeStepMs, 0, 10)
                .above("csdp.dynamics.tau-membrane-ms", tauMembraneMs, 0, 1e6)
                .above("csdp.dynamics.tau-trace-ms", tauTraceMs, 0, 1e6)
                .inRange("csdp.dynamics.threshold-increment", thresholdIncrement, 0, 1)
                .inRange("csdp.dynamics.threshold-floor", thresholdFloor, 0, 1)
                .inRange("csdp.dynamics.goodness-threshold", goodnessThreshold, 0, 1e6)
                .require(
                        !(timeStepMs > tauMembraneMs) || !(tauMembraneMs > 0),
                        "csdp.dynamics.tau-membrane-ms",
                        tauMembraneMs,
                        "must be at least " + TIME_STEP,
                        TIME_STEP)
                .require(
                        !(timeStepMs > tauTraceMs) || !(tauTraceMs > 0),
                        "csdp.dynamics.tau-trace-ms",
                        tauTraceMs,
                        "must be at least " + TIME_STEP,
                        TIME_STEP)
                .enforce();
    }
}
