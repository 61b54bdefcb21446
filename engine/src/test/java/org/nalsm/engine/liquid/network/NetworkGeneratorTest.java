package org.nalsm.engine.liquid.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.random.Stream;

class NetworkGeneratorTest {
    private static final double SIGMAS = 4;
    private static final NetworkParameters PARAMETERS = new NetworkParameters(10, 10, 10, 784, 20);
    private static final Network NETWORK = new NetworkGenerator(PARAMETERS).generate();

    @ParameterizedTest
    @CsvSource({"4,3,2,50,1", "4,3,2,50,-2", "2,3,4,7,81985529216486895", "1,1,60,3,5", "1,2,1,1,0"})
    void agreesWithANaiveImplementation(int sizeX, int sizeY, int sizeZ, int inputs, long seed) {
        NaiveNetwork naive = new NaiveNetwork(sizeX, sizeY, sizeZ, inputs, seed);
        Network network = new NetworkGenerator(new NetworkParameters(sizeX, sizeY, sizeZ, inputs, seed)).generate();
        assertThat(cells(network)).isEqualTo(naive.cells);
        assertThat(synapses(network)).isEqualTo(naive.synapses);
    }

    @Test
    void streamsHaveTheNumbersOfTheSemantics() {
        assertThat(Stream.NEURON_POSITION.number()).isEqualTo(1);
        assertThat(Stream.LIQUID_CONNECTIVITY.number()).isEqualTo(2);
        assertThat(Stream.INPUT_CONNECTIVITY.number()).isEqualTo(3);
        assertThat(Stream.INPUT_SIGN.number()).isEqualTo(4);
    }

    @Test
    void sizes() {
        assertThat(NETWORK.liquid()).isEqualTo(1000);
        assertThat(NETWORK.excitatory()).isEqualTo(800);
        assertThat(NETWORK.inputs()).isEqualTo(784);
        assertThat(NETWORK.synapses() - NETWORK.liquidSynapses()).isEqualTo(117_600);
        assertThat(NETWORK.synapseCounts().get(SynapseClass.INPUT)).isEqualTo(117_600);
        assertThat(NETWORK.synapseCounts().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(NETWORK.synapses());
        assertThat(NETWORK.maxFanIn()).isEqualTo(largestFanIn());
    }

    @Test
    void everyCellHasOneNeuron() {
        assertThat(cells(NETWORK))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1000).boxed().toList());
        assertThat(cells(NETWORK)).isNotEqualTo(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void rowsAscendAndLeaveTheNeuronItselfOut() {
        for (int pre = 0; pre < NETWORK.liquid() + NETWORK.inputs(); pre++) {
            int previous = -1;
            for (int synapse = NETWORK.rowStart(pre); synapse < NETWORK.rowStart(pre + 1); synapse++) {
                assertThat(NETWORK.post(synapse))
                        .isGreaterThan(previous)
                        .isLessThan(1000)
                        .isNotEqualTo(pre);
                previous = NETWORK.post(synapse);
            }
        }
    }

    @Test
    void signsFollowThePresynapticNeuron() {
        long positiveInputs = 0;
        for (NaiveNetwork.Synapse synapse : synapses(NETWORK)) {
            if (synapse.pre() < 1000) {
                assertThat(synapse.sign()).isEqualTo(synapse.pre() < 800 ? 1 : -1);
            } else {
                positiveInputs += synapse.sign() > 0 ? 1 : 0;
            }
        }
        assertThat((double) positiveInputs).isCloseTo(117_600 / 2.0, within(SIGMAS * Math.sqrt(117_600 / 4.0)));
    }

    /** The number of synapses of a class is a sum of independent draws with known probabilities. */
    @Test
    void densityIsWhatTheProbabilitiesSay() {
        Map<SynapseClass, double[]> moments = new EnumMap<>(SynapseClass.class);
        List<Integer> cells = cells(NETWORK);
        for (int i = 0; i < 1000; i++) {
            for (int j = 0; j < 1000; j++) {
                if (i != j) {
                    double squared = squaredDistance(cells.get(i), cells.get(j));
                    double p = NaiveNetwork.probability(i < 800, j < 800, squared);
                    double[] sums = moments.computeIfAbsent(NETWORK.classOf(i, j), kind -> new double[3]);
                    sums[0] += p;
                    sums[1] += p * (1 - p);
                    sums[2]++;
                }
            }
        }
        assertThat(moments).containsOnlyKeys(SynapseClass.EE, SynapseClass.EI, SynapseClass.IE, SynapseClass.II);
        moments.forEach((kind, sums) -> {
            assertThat((double) NETWORK.synapseCounts().get(kind))
                    .as("synapses of class " + kind)
                    .isCloseTo(sums[0], within(SIGMAS * Math.sqrt(sums[1])));
            assertThat(NETWORK.possiblePairs(kind)).isEqualTo((long) sums[2]);
        });
    }

    @Test
    void aFunctionOfTheParametersAlone() {
        assertThat(synapses(new NetworkGenerator(PARAMETERS).generate())).isEqualTo(synapses(NETWORK));
        Network otherLow = new NetworkGenerator(new NetworkParameters(10, 10, 10, 784, 21)).generate();
        Network otherHigh = new NetworkGenerator(new NetworkParameters(10, 10, 10, 784, 20 + (1L << 32))).generate();
        for (Network other : List.of(otherLow, otherHigh)) {
            assertThat(cells(other)).isNotEqualTo(cells(NETWORK));
            assertThat(synapses(other)).isNotEqualTo(synapses(NETWORK));
        }
    }

    /** A long thin liquid: a table of all squared distances would not fit in memory. */
    @Test
    void aLineOfManyNeurons() {
        Network line = new NetworkGenerator(new NetworkParameters(1, 1, 25_000, 1, 3)).generate();
        assertThat(line.synapses() - line.liquidSynapses()).isEqualTo(3750);
        int farthest = 0;
        for (NaiveNetwork.Synapse synapse : synapses(line).subList(0, line.liquidSynapses())) {
            farthest = Math.max(farthest, Math.abs(line.cell(synapse.pre()) - line.cell(synapse.post())));
        }
        // 0.3 exp(-D^2 / 9) falls below 2^-24 at D = 11.8; a connection farther than 6 is still likely here.
        assertThat(farthest).isBetween(6, 11);
    }

    private static double squaredDistance(int a, int b) {
        return Math.pow(a / 100 - b / 100, 2) + Math.pow(a / 10 % 10 - b / 10 % 10, 2) + Math.pow(a % 10 - b % 10, 2);
    }

    private static int largestFanIn() {
        int[] fanIn = new int[1000];
        synapses(NETWORK).forEach(synapse -> fanIn[synapse.post()]++);
        return IntStream.of(fanIn).max().getAsInt();
    }

    private static List<Integer> cells(Network network) {
        return IntStream.range(0, network.liquid()).mapToObj(network::cell).toList();
    }

    private static List<NaiveNetwork.Synapse> synapses(Network network) {
        List<NaiveNetwork.Synapse> synapses = new ArrayList<>();
        for (int pre = 0; pre < network.liquid() + network.inputs(); pre++) {
            for (int synapse = network.rowStart(pre); synapse < network.rowStart(pre + 1); synapse++) {
                synapses.add(new NaiveNetwork.Synapse(pre, network.post(synapse), network.sign(synapse)));
            }
        }
        return synapses;
    }
}
