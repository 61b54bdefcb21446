package org.nalsm.engine.liquid.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;

class BranchingFactorTest {
    private static final int T = 100;

    /** 0 -> 1 -> 2, 0 -> 2; one input onto 0. */
    private static Network chain() {
        return new Network(
                3, 3, 1, new int[] {0, 2, 3, 3, 4}, new char[] {1, 2, 2, 0}, new byte[] {1, 1, 1, 1}, new int[] {0, 1, 2
                });
    }

    private static double ofChain(int... timesAndNeurons) {
        short[] t = new short[timesAndNeurons.length / 2];
        int[] n = new int[t.length];
        for (int k = 0; k < t.length; k++) {
            t[k] = (short) timesAndNeurons[2 * k];
            n[k] = timesAndNeurons[2 * k + 1];
        }
        return new BranchingFactor(chain()).ofSample(t, n, T);
    }

    @Test
    void oneSpikeThroughTheChain() {
        // 0: post 2 (1 at 51, 2 at 54), pre 0 -> 2; 1: post 1, pre 1 -> 1; 2: post 0, pre 2 -> 0.
        assertThat(ofChain(50, 0, 51, 1, 54, 2)).isEqualTo((2.0 + 1 + 0) / 3);
    }

    @Test
    void targetsCountFromTheNextToTheFourthMillisecond() {
        assertThat(ofChain(50, 0, 50, 1)).isZero();
        assertThat(ofChain(50, 0, 51, 1)).isEqualTo(0.5);
        assertThat(ofChain(50, 0, 54, 1)).isEqualTo(0.5);
        assertThat(ofChain(50, 0, 55, 1)).isZero();
    }

    @Test
    void sourcesCountFromFourMillisecondsBeforeToTheLast() {
        // 1 at 50 has target 2 at 52: 1 / max(pre, 1). Neuron 0 adds its own ratio, neuron 2 its 0.
        assertThat(ofChain(44, 0, 46, 0, 48, 0, 50, 1, 52, 2))
                .isCloseTo(((0.0 + 1 + 2) / 3 + 1 / 2.0 + 0) / 3, within(1e-15));
        assertThat(ofChain(45, 0, 50, 1, 52, 2)).isEqualTo((0 + 1.0 + 0) / 3);
    }

    @Test
    void meanOverSpikesComesBeforeMeanOverNeurons() {
        // 0 spikes at 40 (ratio 2) and 60 (ratio 0); 1 at 42 and 2 at 43 have ratios 1 and 0.
        assertThat(ofChain(40, 0, 42, 1, 43, 2, 60, 0)).isEqualTo((1 + 1 + 0) / 3.0);
    }

    @Test
    void spikesNearTheEndsHaveNoRatio() {
        assertThat(ofChain(28, 0, 29, 1)).isZero();
        assertThat(ofChain(28, 0, 30, 1, 33, 2)).isEqualTo(0.5);
        assertThat(ofChain(70, 0, 71, 1)).isEqualTo(1);
        assertThat(ofChain(70, 0, 74, 1)).isEqualTo(1);
        assertThat(ofChain(71, 0, 72, 1)).isNaN();
    }

    @Test
    void silenceAndShortSamplesHaveNone() {
        assertThat(ofChain()).isNaN();
        assertThat(ofChain(3, 0, 95, 1)).isNaN();
        BranchingFactor factor = new BranchingFactor(chain());
        assertThat(factor.ofSample(new short[] {20}, new int[] {0}, 58)).isNaN();
        assertThat(factor.ofSample(new short[] {29}, new int[] {0}, 59)).isZero();
        assertThat(BranchingFactor.mean(new double[] {Double.NaN, 1, 2})).isEqualTo(1.5);
        assertThat(BranchingFactor.mean(new double[] {Double.NaN})).isNaN();
    }

    @Test
    void agreesWithTheDefinitionReadLiterally() {
        Network network = new NetworkGenerator(new NetworkParameters(6, 5, 4, 30, 17)).generate();
        SplittableRandom random = new SplittableRandom(3);
        int duration = 130;
        short[] t = new short[duration * network.liquid()];
        int[] n = new int[t.length];
        int size = 0;
        for (int ms = 0; ms < duration; ms++) {
            for (int neuron = 0; neuron < network.liquid(); neuron++) {
                if (random.nextInt(100) < 3 + neuron % 10) {
                    t[size] = (short) ms;
                    n[size++] = neuron;
                }
            }
        }
        short[] times = Arrays.copyOf(t, size);
        int[] neurons = Arrays.copyOf(n, size);
        double expected = literal(network, times, neurons, duration);
        assertThat(expected).isBetween(0.5, 2.0);
        assertThat(new BranchingFactor(network).ofSample(times, neurons, duration))
                .isCloseTo(expected, within(1e-12));
    }

    /** Every pair of spikes is looked at; connections come from a matrix. */
    private static double literal(Network network, short[] t, int[] n, int duration) {
        boolean[][] connected = new boolean[network.liquid()][network.liquid()];
        for (int pre = 0; pre < network.liquid(); pre++) {
            for (int s = network.rowStart(pre); s < network.rowStart(pre + 1); s++) {
                connected[pre][network.post(s)] = true;
            }
        }
        double[] sum = new double[network.liquid()];
        int[] count = new int[network.liquid()];
        for (int k = 0; k < t.length; k++) {
            if (t[k] < 25 + 4 || t[k] >= duration - 25 - 4) {
                continue;
            }
            int pre = 0;
            int post = 0;
            for (int other = 0; other < t.length; other++) {
                if (t[other] < 25 || t[other] >= duration - 25) {
                    continue;
                }
                if (connected[n[k]][n[other]] && t[other] >= t[k] + 1 && t[other] < t[k] + 5) {
                    post++;
                }
                if (connected[n[other]][n[k]] && t[other] >= t[k] - 4 && t[other] < t[k]) {
                    pre++;
                }
            }
            sum[n[k]] += (double) post / Math.max(pre, 1);
            count[n[k]]++;
        }
        double total = 0;
        int spiking = 0;
        for (int neuron = 0; neuron < sum.length; neuron++) {
            if (count[neuron] > 0) {
                total += sum[neuron] / count[neuron];
                spiking++;
            }
        }
        return total / spiking;
    }

    @Test
    void refusesWhatDoesNotFit() {
        BranchingFactor factor = new BranchingFactor(chain());
        assertThatThrownBy(() -> factor.ofSample(new short[1], new int[2], T))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 spike times, 2 neurons");
        assertThatThrownBy(() -> factor.ofSample(new short[] {5, 4}, new int[2], T))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spike 1 at 4 ms");
        assertThatThrownBy(() -> factor.ofSample(new short[] {100}, new int[1], T))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("below 100");
        assertThatThrownBy(() -> factor.ofSample(new short[1], new int[] {3}, T))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neuron 3 of 3");
    }
}
