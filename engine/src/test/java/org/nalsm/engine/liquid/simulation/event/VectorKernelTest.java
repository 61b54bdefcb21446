package org.nalsm.engine.liquid.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every loop against the scalar specification, at sizes around the vector length, with and without room behind. */
class VectorKernelTest {
    private static final int POSTS = 200;
    private static final int REPETITIONS = 20;

    private final StepKernel scalar = new ScalarKernel();
    private final Random random = new Random(11);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 130})
    void denseLoops(int n) {
        StepKernel vector = new VectorKernel(3);
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            long[] current = currents(n);
            float[] v = floats(n, 40);
            for (float factor : new float[] {0.36787945f, 0.5f}) {
                assertSame(current, a -> scalar.decayCurrent(a, n, factor), a -> vector.decayCurrent(a, n, factor));
            }
            assertSame(v, a -> scalar.integrate(a, current, n, 0x1p-6f), a -> vector.integrate(a, current, n, 0x1p-6f));
            int from = n == 0 ? 0 : random.nextInt(n);
            assertSame(v, a -> scalar.leak(a, from, n, 0x1p-6f), a -> vector.leak(a, from, n, 0x1p-6f));
            float[] small = floats(n, 0x1p-58f);
            assertSame(small, a -> scalar.decay(a, n, 0.9f), a -> vector.decay(a, n, 0.9f));
            float[] q = floats(n, 1);
            long[] pairs = new long[n];
            assertSame(pairs, a -> scalar.pair(q, v, from, n, -0.15f, a), a -> vector.pair(q, v, from, n, -0.15f, a));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 130})
    void crossings(int n) {
        StepKernel vector = new VectorKernel(3);
        for (float share : new float[] {0, 0.05f, 0.5f, 1}) {
            float[] v = new float[n];
            for (int i = 0; i < n; i++) {
                v[i] = random.nextFloat() < share ? 20 + random.nextInt(2) : Math.nextDown(20f) - random.nextInt(40);
            }
            int[] expected = IntStream.range(0, n).filter(i -> v[i] >= 20).toArray();
            int[] out = new int[n];
            assertThat(vector.crossings(v, n, 20, out)).isEqualTo(expected.length);
            assertThat(Arrays.copyOf(out, expected.length)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 150})
    void deliver(int row) {
        for (float max : new float[] {3, 4, 100}) {
            StepKernel vector = new VectorKernel(max);
            for (int room : new int[] {0, 5, 16}) {
                for (float gain : new float[] {1, 0.5f, 0.6321f, 0}) {
                    Synapses s = new Synapses(row, room, max);
                    assertSame(
                            currents(POSTS),
                            a -> scalar.deliver(s.weights, s.post, 4, 4 + row, gain, a),
                            a -> vector.deliver(s.weights, s.post, 4, 4 + row, gain, a));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 150})
    void deliverPlastic(int row) {
        for (float max : new float[] {3, 4, 100}) {
            StepKernel vector = new VectorKernel(max);
            for (int room : new int[] {0, 5, 16}) {
                for (float rate : new float[] {0.15f, -0.15f, 1e-9f, 1.9f, 6, -40}) {
                    for (float[] bounds : new float[][] {{0, max}, {-max, 0}, {-max, max}}) {
                        Synapses s = new Synapses(row, room, max).within(bounds[0], bounds[1]);
                        float[] q = markedTraces();
                        float[] expectedWeights = s.weights.clone();
                        float[] weights = s.weights.clone();
                        assertSame(
                                currents(POSTS),
                                a -> scalar.deliverPlastic(
                                        expectedWeights,
                                        s.post,
                                        4,
                                        4 + row,
                                        0.9f,
                                        q,
                                        rate,
                                        -rate,
                                        bounds[0],
                                        bounds[1],
                                        a),
                                a -> vector.deliverPlastic(
                                        weights, s.post, 4, 4 + row, 0.9f, q, rate, -rate, bounds[0], bounds[1], a));
                        assertThat(withoutNegativeZero(weights)).isEqualTo(withoutNegativeZero(expectedWeights));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 150})
    void potentiate(int incoming) {
        for (float max : new float[] {3, 4, 100}) {
            StepKernel vector = new VectorKernel(max);
            for (int room : new int[] {0, 16}) {
                for (int repetition = 0; repetition < REPETITIONS; repetition++) {
                    int inhibitory = 4 + random.nextInt(incoming + 1);
                    int input = inhibitory + random.nextInt(incoming + 5 - inhibitory);
                    int to = 4 + incoming;
                    Synapses s = new Synapses(incoming, room, max);
                    int[] position = s.positions();
                    s.clipAt(position, 4, inhibitory, 0, max).clipAt(position, inhibitory, input, -max, 0);
                    long[] pairs = new long[POSTS];
                    scalar.pair(floats(POSTS, 0.95f), traces(), 0, POSTS, repetition % 2 == 0 ? 0.15f : 1, pairs);
                    float[] expectedWeights = s.weights.clone();
                    float[] weights = s.weights.clone();
                    assertThat(vector.potentiate(weights, position, s.post, 4, inhibitory, input, to, pairs, max))
                            .isEqualTo(scalar.potentiate(
                                    expectedWeights, position, s.post, 4, inhibitory, input, to, pairs, max));
                    assertThat(withoutNegativeZero(weights)).isEqualTo(withoutNegativeZero(expectedWeights));
                }
            }
        }
    }

    private interface Loop<A> {
        void run(A array);
    }

    private static void assertSame(long[] start, Loop<long[]> expected, Loop<long[]> actual) {
        long[] one = start.clone();
        long[] other = start.clone();
        expected.run(one);
        actual.run(other);
        assertThat(other).isEqualTo(one);
    }

    private static void assertSame(float[] start, Loop<float[]> expected, Loop<float[]> actual) {
        float[] one = start.clone();
        float[] other = start.clone();
        expected.run(one);
        actual.run(other);
        assertThat(bits(other)).isEqualTo(bits(one));
    }

    private static int[] bits(float[] a) {
        return IntStream.range(0, a.length)
                .map(i -> Float.floatToRawIntBits(a[i]))
                .toArray();
    }

    private static int[] withoutNegativeZero(float[] a) {
        return IntStream.range(0, a.length)
                .map(i -> Float.floatToRawIntBits(a[i] + 0f))
                .toArray();
    }

    private float[] floats(int n, float size) {
        float[] a = new float[n];
        for (int i = 0; i < n; i++) {
            a[i] = size * (2 * random.nextFloat() - 1);
        }
        return a;
    }

    private float[] traces() {
        float[] q = new float[POSTS];
        for (int j = 0; j < POSTS; j++) {
            q[j] = random.nextInt(8) == 0 ? 0 : 0.95f * random.nextFloat();
        }
        return q;
    }

    private float[] markedTraces() {
        float[] q = traces();
        for (int j = 0; j < POSTS; j++) {
            q[j] = random.nextInt(4) == 0 ? -q[j] : q[j];
        }
        return q;
    }

    /** Y and Z of either sign, with the largest sums that the limit on the fan-in leaves. */
    private long[] currents(int n) {
        long[] current = new long[n];
        for (int j = 0; j < n; j++) {
            int scale = 1 + random.nextInt(30);
            current[j] = ScalarKernel.pack(random.nextInt() >> scale, random.nextInt() >> scale);
        }
        return current;
    }

    /** Synapses behind four others, and with room for so many more behind. */
    private final class Synapses {
        private final float[] weights;
        private final int[] post;

        Synapses(int row, int room, float max) {
            weights = new float[4 + row + room];
            post = new int[weights.length];
            int[] shuffled = random.ints(0, POSTS).distinct().limit(POSTS).toArray();
            for (int s = 0; s < weights.length; s++) {
                post[s] = shuffled[s % POSTS];
                // Odd multiples of 2^-20 make ties when halved.
                weights[s] = random.nextInt(4) == 0 ? max : (random.nextInt(1 << 21) + 1) * 0x1p-20f * max / 3;
                weights[s] = Math.min(max, weights[s]) * (random.nextBoolean() ? 1 : -1);
            }
        }

        Synapses within(float low, float high) {
            for (int s = 4; s < weights.length; s++) {
                weights[s] = Math.max(low, Math.min(high, weights[s]));
            }
            return this;
        }

        int[] positions() {
            return random.ints(0, weights.length)
                    .distinct()
                    .limit(weights.length)
                    .toArray();
        }

        Synapses clipAt(int[] position, int from, int to, float low, float high) {
            for (int k = from; k < to; k++) {
                weights[position[k]] = Math.max(low, Math.min(high, weights[position[k]]));
            }
            return this;
        }
    }
}
