package org.nalsm.engine.diehlcook;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The loop over neurons on the Vector API. Every lane does what the scalar kernel does, in the same order. */
final class VectorKernel implements StepKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    private final ScalarKernel scalar = new ScalarKernel();

    @Override
    public boolean integrate(float[] u, float[] ge, float[] gi, float[] limit, Propagators propagators) {
        float rate = propagators.excitatoryRate;
        float excitationDecay = propagators.excitationDecay;
        float inhibitionDecay = propagators.inhibitionDecay;
        FloatVector excess = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < u.length; j += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, u, j);
            FloatVector e = FloatVector.fromArray(FLOATS, ge, j);
            FloatVector i = FloatVector.fromArray(FLOATS, gi, j);
            FloatVector excited = e.mul(v.neg().add(Constants.EXCITATION_MV));
            FloatVector inhibited = i.mul(v.neg().add(Constants.INHIBITION_MV));
            FloatVector after = v.add(excited.sub(v).add(inhibited).mul(rate));
            after.intoArray(u, j);
            e.mul(excitationDecay).intoArray(ge, j);
            i.mul(inhibitionDecay).intoArray(gi, j);
            excess = excess.max(after.sub(FloatVector.fromArray(FLOATS, limit, j)));
        }
        return excess.compare(GT, 0).anyTrue();
    }

    @Override
    public void deliver(Synapses synapses, int[] step, int[] input, int from, int to, int now, float[] w, float[] ge) {
        scalar.deliver(synapses, step, input, from, to, now, w, ge);
    }

    @Override
    public void deliverPlastic(
            Synapses synapses,
            int[] step,
            int[] input,
            int from,
            int to,
            int now,
            float[] w,
            float[] ge,
            float[] ltd,
            int[] arrival) {
        scalar.deliverPlastic(synapses, step, input, from, to, now, w, ge, ltd, arrival);
    }
}
