package org.nalsm.engine.diehlcook;

/**
 * What a step needs of the parameters, computed once: factors of explicit Euler steps and tables of decaying traces by
 * the number of steps since they were 1. A trace is 0 where it is below 2^-30, which no weight can tell from 0.
 */
final class Propagators {
    /** Steps after which theta decays and tiny values become 0; see {@link StepLoop}. */
    static final int HOUSEKEEPING_STEPS = 50;

    private static final double SMALLEST_TRACE = 0x1p-30;

    /** Parts of the distance to equilibrium that a step goes, {@code dt / tau}. */
    final float excitatoryRate;

    final float inhibitoryRate;
    /** What a step leaves of a conductance. */
    final float excitationDecay;

    final float inhibitionDecay;
    /** What {@link #HOUSEKEEPING_STEPS} leave of theta. */
    final double thetaDecay;

    final float excitatoryToInhibitory;
    final float inhibitoryToExcitatory;

    final int holdExcitatorySteps;
    final int holdInhibitorySteps;
    final int lockOutSteps;

    /** {@code ltdRate * post1} by steps since the neuron's spike. */
    final float[] ltd;
    /** {@code ltpRate * post2} by steps since the neuron's spike. */
    final float[] ltp;
    /** {@code pre} by steps since the spike's arrival. */
    final float[] pre;

    Propagators(DiehlCookModel model) {
        double dt = model.dtMs();
        excitatoryRate = (float) (dt / Constants.TAU_EXCITATORY_MS);
        inhibitoryRate = (float) (dt / Constants.TAU_INHIBITORY_MS);
        excitationDecay = (float) (1 - dt / Constants.TAU_EXCITATION_MS);
        inhibitionDecay = (float) (1 - dt / Constants.TAU_INHIBITION_MS);
        thetaDecay = StrictMath.pow(1 - dt / model.thetaTauMs(), HOUSEKEEPING_STEPS);
        excitatoryToInhibitory = (float) model.excitatoryToInhibitory();
        inhibitoryToExcitatory = (float) model.inhibitoryToExcitatory();
        holdExcitatorySteps = model.steps(Constants.HOLD_EXCITATORY_MS);
        holdInhibitorySteps = model.steps(Constants.HOLD_INHIBITORY_MS);
        lockOutSteps = model.steps(Constants.LOCK_OUT_MS);
        ltd = trace(model.ltdRate(), dt, Constants.TAU_POST1_MS);
        ltp = trace(model.ltpRate(), dt, Constants.TAU_POST2_MS);
        pre = trace(1, dt, Constants.TAU_PRE_MS);
    }

    private static float[] trace(double rate, double dtMs, double tauMs) {
        float[] trace = new float[(int) Math.ceil(-StrictMath.log(SMALLEST_TRACE) * tauMs / dtMs)];
        for (int k = 0; k < trace.length; k++) {
            trace[k] = (float) (rate * StrictMath.exp(-k * dtMs / tauMs));
        }
        return trace;
    }

    /** Value of a trace so many steps after it was 1. */
    static float at(float[] trace, int steps) {
        return steps < trace.length ? trace[steps] : 0;
    }
}
