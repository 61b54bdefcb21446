package org.nalsm.engine.liquid.simulation.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.engine.cuda.CudaDevice;
import org.nalsm.engine.cuda.CudaDevices;
import org.nalsm.engine.cuda.CudaException;
import org.nalsm.engine.cuda.StandInDriver;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.EventSpikes;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;
import org.nalsm.engine.random.Philox;

/** The kernels of the GPU, on the host, against the simulator of the CPU: the same spikes and weights, bit for bit. */
class CudaAgreementTest {
    private static final int DURATION_MS = DigitLikeInputs.SAMPLE_MS;
    private static final int[][] SIZES = {{5, 5, 5}, {10, 10, 10}, {7, 11, 13}, {20, 20, 20}};

    private static final List<LiquidModel> MODELS = List.of(
            LiquidModel.nalsm(0.015f, 3, 0.99f),
            LiquidModel.lsm(0.8f, 3),
            LiquidModel.lsmStdp(3, 0.99f),
            LiquidModel.lsmApStdp(1, 3, 37, 22));

    /** With a threshold that calcium reaches soon. */
    private static final LiquidModel AP_STDP_OF_FEW_SNAPSHOTS = LiquidModel.lsmApStdp(1, 3, 8, 6);

    @BeforeEach
    void standIn() {
        StandInDriver.install();
    }

    static Stream<Arguments> fiftySamples() {
        return MODELS.stream()
                .flatMap(model -> Stream.of("ascending", "descending", "shuffled")
                        .flatMap(order -> Stream.of(true, false).map(images -> Arguments.of(model, order, images))));
    }

    @ParameterizedTest(name = "{0}, {1} threads, images {2}")
    @MethodSource("fiftySamples")
    void fiftySamplesOfEachModel(LiquidModel model, String order, boolean images) {
        StandInDriver.set("ORDER", order);
        Network network = network(10, 10, 10, images);
        assertThat(onGpu(network, model, images, 50)).isEqualTo(onCpu(network, model, images, 50));
    }

    static Stream<Arguments> sizes() {
        return MODELS.stream().flatMap(model -> Arrays.stream(SIZES).map(size -> Arguments.of(model, size)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void everySize(LiquidModel model, int[] size) {
        StandInDriver.set("ORDER", "shuffled");
        Network network = network(size[0], size[1], size[2], true);
        assertThat(onGpu(network, model, true, 3)).isEqualTo(onCpu(network, model, true, 3));
    }

    /** A device with less shared memory keeps more of the state in its slots. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "3"})
    void littleSharedMemory(String device) {
        for (boolean images : new boolean[] {true, false}) {
            Network network = network(10, 10, 10, images);
            for (LiquidModel model : MODELS) {
                assertThat(onGpu(CudaDevices.named(device), network, model, images, 4))
                        .isEqualTo(onCpu(network, model, images, 4));
            }
        }
    }

    /** As above; what a device's multiprocessor cannot hold at all is refused. */
    @Test
    void littleSharedMemoryInInitialisation() {
        Network network = network(8, 8, 8, true);
        for (String device : List.of("2", "3")) {
            assertSameState(CudaDevices.named(device), network, MODELS.get(0), true, 40, 40);
        }
        Network large = network(20, 20, 20, true);
        assertThatThrownBy(() ->
                        new CudaInitialiser(CudaDevices.named("3"), 20).add(large, MODELS.get(0), large.weights(3)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("a liquid of 8,000 neurons needs at least 34 KiB of shared memory")
                .hasMessageContaining("has 12");
    }

    /** A network in which nearly every neuron spikes, weights that are clipped, and an astrocyte below 0. */
    @Test
    void extremes() {
        for (LiquidModel model :
                List.of(LiquidModel.nalsm(10, 3, 0.99f), LiquidModel.nalsm(-4, 3, 1), LiquidModel.lsm(10, 12))) {
            Network network = network(7, 5, 6, true);
            assertThat(onGpu(network, model, true, 3)).isEqualTo(onCpu(network, model, true, 3));
        }
    }

    static Stream<Arguments> initialisations() {
        return Stream.of(MODELS.get(0), MODELS.get(2), AP_STDP_OF_FEW_SNAPSHOTS)
                .flatMap(model -> Stream.of(true, false).map(images -> Arguments.of(model, images)));
    }

    @ParameterizedTest
    @MethodSource("initialisations")
    void initialisationOfTwoThousandSnapshots(LiquidModel model, boolean images) {
        StandInDriver.set("ORDER", "shuffled");
        Network network = network(5, 5, 5, images);
        assertSameState(network, model, images, 2000, 300);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void initialisationOfEverySize(LiquidModel model, int[] size) {
        if (model.initialisation().changesWeights()) {
            LiquidModel sensitive = model.equals(MODELS.get(3)) ? AP_STDP_OF_FEW_SNAPSHOTS : model;
            assertSameState(network(size[0], size[1], size[2], true), sensitive, true, 20, 20);
        }
    }

    /** Calcium is 1 after the first spike: no bound of its bands is part of them. */
    @Test
    void calciumAtTheBounds() {
        Network network = network(5, 5, 5, true);
        for (LiquidModel model : List.of(
                LiquidModel.lsmApStdp(1, 3, 1, 5),
                LiquidModel.lsmApStdp(1, 3, 0.5f, 0.5f),
                LiquidModel.lsmApStdp(1, 3, 3, 2))) {
            assertSameState(device(), network, model, true, 40, 40);
        }
    }

    /** Members with networks of their own, one launch; each as if alone. */
    @Test
    void manyLiquidsAtOnce() {
        Network small = network(5, 5, 5, true);
        Network large = network(7, 11, 13, true);
        try (CudaInitialiser gpu = new CudaInitialiser(device(), 20)) {
            var members = List.of(
                    gpu.add(small, MODELS.get(0), small.weights(3)),
                    gpu.add(large, MODELS.get(2), large.weights(3)),
                    gpu.add(small, AP_STDP_OF_FEW_SNAPSHOTS, small.weights(1)));
            for (int launch = 0; launch < 3; launch++) {
                for (int k = 0; k < 20; k++) {
                    for (CudaInitialiser.Member member : members) {
                        int position = 20 * launch + k;
                        member.gather(new DigitLikeInputs(784, true).snapshot(position % 7, position), position);
                    }
                }
                gpu.flush();
            }
            assertSame(members.get(0).state(), presented(small, MODELS.get(0), true, 60));
            assertSame(members.get(1).state(), presented(large, MODELS.get(2), true, 60));
            assertSame(members.get(2).state(), presented(small, AP_STDP_OF_FEW_SNAPSHOTS, true, 60));
        }
    }

    /**
     * Seven currents that together reach the threshold if each is rounded to the nearest unit of the accumulator, ties to
     * even, and miss it by three units if one is cut off. The spike comes a millisecond later then.
     */
    @ParameterizedTest
    @ValueSource(floats = {2_995_931.75f, 2_995_931.5f})
    void roundsCurrentsToTheNearestUnit(float units) {
        int inputs = 7;
        int[] rowStart = {0, 0, 0, 1, 2, 3, 4, 5, 6, 7};
        Network network = new Network(1, 2, inputs, rowStart, new char[inputs], new byte[inputs], new int[2]);
        float[] weights = new float[inputs];
        Arrays.fill(weights, units * 0x1p-20f);
        EventSpikes events = new EventSpikes(inputs);
        events.present(IntStream.range(0, inputs).toArray(), 0, 10);
        List<SpikeRecording> recordings = new ArrayList<>();
        SampleBatch batch = new SampleBatch(new SampleInputsOf(events), new int[] {0}, 10, k -> true);
        LiquidModel model = LiquidModel.lsm(3, 3);
        try (CudaSimulator gpu = new CudaSimulator(device(), network, model, weights)) {
            gpu.simulate(batch, (position, counts, inputSpikes, recording) -> recordings.add(recording));
        }
        new EventDrivenSimulator(network, model, weights, Kernel.SCALAR)
                .simulate(batch, (position, counts, inputSpikes, recording) -> recordings.add(recording));
        assertThat(recordings).hasSize(2).allSatisfy(recording -> {
            assertThat(recording.times()).containsExactly(2);
            assertThat(recording.neurons()).containsExactly(0);
        });
    }

    /** A spike is a draw below the limit, not at it: every fourth channel's limit is one of its draws. */
    @Test
    void drawsAtTheirLimits() {
        int sample = 3;
        long seed = -5;
        float[] rates = new float[784];
        for (int channel = 0; channel < rates.length; channel += 4) {
            int word = new Philox(seed)
                    .word(org.nalsm.engine.random.Stream.SAMPLE_SPIKES, channel / 4, channel % 50, sample);
            rates[channel] = (word >>> 8) * 0x1p-24f;
        }
        RateSpikes spikes = new RateSpikes(seed, org.nalsm.engine.random.Stream.SAMPLE_SPIKES, rates.length);
        spikes.present(rates, sample);
        Network network = network(5, 5, 5, true);
        LiquidModel model = MODELS.get(1);
        float[] weights = weights(network, model);
        int[] counts = new int[network.liquid()];
        int expected = new EventDrivenSimulator(network, model, weights, Kernel.fastest())
                .simulate(spikes, 60, counts, StepObserver.NONE);
        try (CudaSimulator simulator = new CudaSimulator(device(), network, model, weights)) {
            simulator.simulate(
                    new SampleBatch(new SampleInputsOf(spikes), new int[] {sample}, 60, k -> false),
                    (position, found, inputSpikes, recording) -> {
                        assertThat(inputSpikes).isEqualTo(expected);
                        assertThat(found).isEqualTo(counts);
                    });
        }
    }

    /** Rows of the liquid so long that several warps share one; the cube's are ten times shorter. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void denseLiquid(int model) {
        Network network = dense(220, 200, 784, 30);
        assertThat(onGpu(network, MODELS.get(model), true, 12)).isEqualTo(onCpu(network, MODELS.get(model), true, 12));
    }

    /** As many samples as there is memory for. */
    @Test
    void littleDeviceMemory() {
        Network network = network(10, 10, 10, true);
        LiquidModel model = MODELS.get(0);
        List<String> expected = onCpu(network, model, true, 40);
        StandInDriver.set("MEMORY_MIB", "3");
        assertThat(onGpu(CudaDevices.named("0"), network, model, true, 40)).isEqualTo(expected);
        StandInDriver.set("MEMORY_MIB", "2");
        assertThatThrownBy(() -> onGpu(CudaDevices.named("0"), network, model, true, 40))
                .isInstanceOf(CudaException.class)
                .hasMessageMatching("taking \\d+ MiB of memory on Stand-in GPU 0 .* failed: CUDA_ERROR_OUT_OF_MEMORY");
    }

    private static void assertSameState(Network network, LiquidModel model, boolean images, int snapshots, int launch) {
        assertSameState(device(), network, model, images, snapshots, launch);
    }

    private static void assertSameState(
            CudaDevice device, Network network, LiquidModel model, boolean images, int snapshots, int launch) {
        try (CudaInitialiser gpu = new CudaInitialiser(device, 20)) {
            CudaInitialiser.Member member = gpu.add(network, model, network.weights(model.initialAbsoluteWeight()));
            DigitLikeInputs inputs = new DigitLikeInputs(network.inputs(), images);
            for (int k = 0; k < snapshots; k++) {
                member.gather(inputs.snapshot(k % 7, k), k);
                if (member.gathered() == launch) {
                    gpu.flush();
                }
            }
            gpu.flush();
            assertSame(member.state(), presented(network, model, images, snapshots));
        }
    }

    private static void assertSame(LiquidInitialiser.State actual, LiquidInitialiser.State expected) {
        assertThat(actual.weights()).isEqualTo(expected.weights());
        assertThat(actual.trace()).isEqualTo(expected.trace());
        assertThat(actual.calcium()).isEqualTo(expected.calcium());
    }

    /** The CPU's state after so many snapshots; some of its weights have changed. */
    private static LiquidInitialiser.State presented(
            Network network, LiquidModel model, boolean images, int snapshots) {
        float[] start = network.weights(model.initialAbsoluteWeight());
        LiquidInitialiser cpu = new LiquidInitialiser(network, model, start, Kernel.fastest());
        DigitLikeInputs inputs = new DigitLikeInputs(network.inputs(), images);
        for (int k = 0; k < snapshots; k++) {
            cpu.present(inputs.snapshot(k % 7, k), 20, (t, spiking, liquid, input, astrocyte) -> {});
        }
        assertThat(cpu.weights()).isNotEqualTo(start);
        return cpu.state();
    }

    private static List<String> onGpu(Network network, LiquidModel model, boolean images, int samples) {
        return onGpu(device(), network, model, images, samples);
    }

    private static List<String> onGpu(
            CudaDevice device, Network network, LiquidModel model, boolean images, int samples) {
        try (CudaSimulator simulator = new CudaSimulator(device, network, model, weights(network, model))) {
            return seen(simulator, images, samples);
        }
    }

    private static List<String> onCpu(Network network, LiquidModel model, boolean images, int samples) {
        List<String> seen = seen(
                new EventDrivenSimulator(network, model, weights(network, model), Kernel.fastest()), images, samples);
        assertThat(seen).allMatch(sample -> sample.matches("\\d+ \\[.*[1-9].*\\].*"), "has spikes");
        return seen;
    }

    /** Everything that can be seen of samples, as text; every third one is recorded. */
    private static List<String> seen(LiquidSimulator simulator, boolean images, int samples) {
        List<String> seen = new ArrayList<>();
        int[] ids = IntStream.range(100, 100 + samples).toArray();
        SampleBatch batch = new SampleBatch(
                new DigitLikeInputs(simulator.network().inputs(), images),
                ids,
                DURATION_MS,
                position -> position % 3 == 1);
        simulator.simulate(batch, (position, counts, inputSpikes, recording) -> {
            assertThat(position).isEqualTo(seen.size());
            StringBuilder text =
                    new StringBuilder().append(inputSpikes).append(' ').append(Arrays.toString(counts));
            if (recording != null) {
                text.append(Arrays.toString(recording.times())).append(Arrays.toString(recording.neurons()));
                for (int t = 0; t < DURATION_MS; t++) {
                    text.append(recording.liquidSpikes(t))
                            .append(',')
                            .append(recording.inputSpikes(t))
                            .append(',');
                    text.append(Float.floatToRawIntBits(recording.astrocyte(t))).append(' ');
                }
            }
            seen.add(text.toString());
        });
        return seen;
    }

    private static CudaDevice device() {
        return CudaDevices.named("1");
    }

    private static Network network(int x, int y, int z, boolean images) {
        return new NetworkGenerator(new NetworkParameters(x, y, z, images ? 784 : 2312, 1)).generate();
    }

    /** A network in which each neuron of the liquid leads to so many others, and each input to so many of them. */
    private static Network dense(int liquid, int ofLiquid, int inputs, int ofInput) {
        int excitatory = liquid * 4 / 5;
        int[] rowStart = new int[liquid + inputs + 1];
        char[] post = new char[liquid * ofLiquid + inputs * ofInput];
        byte[] sign = new byte[post.length];
        for (int pre = 0, s = 0; pre < liquid + inputs; pre++) {
            for (int j = 0; j < (pre < liquid ? ofLiquid : ofInput); j++, s++) {
                post[s] = (char) (pre < liquid ? (j < pre ? j : j + 1) : pre % (liquid - ofInput) + j);
                sign[s] = (byte) (pre < excitatory || pre >= liquid && s % 2 == 0 ? 1 : -1);
            }
            rowStart[pre + 1] = s;
        }
        return new Network(excitatory, liquid, inputs, rowStart, post, sign, new int[liquid]);
    }

    /** Weights between 0 and the largest, as an initialisation leaves them. */
    private static float[] weights(Network network, LiquidModel model) {
        float[] weights = network.weights(model.initialAbsoluteWeight());
        SplittableRandom random = new SplittableRandom(5);
        for (int s = 0; s < weights.length; s++) {
            weights[s] *= model.name().equals("lsm") ? 1 : (float) random.nextDouble();
        }
        return weights;
    }
}
