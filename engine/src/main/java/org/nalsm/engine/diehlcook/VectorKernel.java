package org.nalsm.engine.diehlcook;

import static jdk.incubator.vector.VectorOperators.GT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on the Vector API. Every lane does what the scalar kernel does, in the same order.
 *
 * <p>What arrives of one input spike in one step are few synapses, most often about a hundredth of the neurons, in a number that
 * no branch predictor guesses. So the places of all that arrives in a step are listed first, whole vectors of consecutive
 * numbers at a time of which the next input spike overwrites what is too much, and then visited in one loop.
 */
final class VectorKernel implements StepKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    /** Synapses of an input with the same delay, on average, from which on a list costs more than it saves. */
    private static final int LONG_GROUP = 10;

    private static final int[] CONSECUTIVE = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private final ScalarKernel scalar = new ScalarKernel();
    /** Places of synapses at which something arrives. */
    private int[] places = new int[1 << 10];

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
        if (isLong(synapses)) {
            scalar.deliver(synapses, step, input, from, to, now, w, ge);
            return;
        }
        int count = list(synapses, step, input, from, to, now);
        int[] place = places;
        int[] post = synapses.post;
        for (int k = 0; k < count; k++) {
            int p = place[k];
            ge[post[p]] += w[p];
        }
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
        if (isLong(synapses)) {
            scalar.deliverPlastic(synapses, step, input, from, to, now, w, ge, ltd, arrival);
            return;
        }
        int count = list(synapses, step, input, from, to, now);
        int[] place = places;
        int[] post = synapses.post;
        for (int k = 0; k < count; k++) {
            int p = place[k];
            int j = post[p];
            float weight = w[p];
            ge[j] += weight;
            w[p] = Math.max(0, Math.min(Constants.LARGEST_WEIGHT, weight - ltd[j]));
            arrival[p] = now;
        }
    }

    private static boolean isLong(Synapses synapses) {
        return synapses.neurons > LONG_GROUP * synapses.longestDelay;
    }

    /** Lists the places at which something arrives, in the order of the spikes; returns how many. */
    private int list(Synapses synapses, int[] step, int[] input, int from, int to, int now) {
        int[] first = synapses.first;
        int stride = synapses.stride();
        IntVector consecutive = IntVector.fromArray(INTS, CONSECUTIVE, 0);
        int count = 0;
        for (int k = from; k < to; k++) {
            int group = input[k] * stride + now - step[k];
            int p = first[group];
            int length = first[group + 1] - p;
            if (count + length + LANES > places.length) {
                places = Arrays.copyOf(places, 2 * (count + length + LANES));
            }
            int[] place = places;
            for (int done = 0; done < length; done += LANES) {
                consecutive.add(p + done).intoArray(place, count + done);
            }
            count += length;
        }
        return count;
    }
}
