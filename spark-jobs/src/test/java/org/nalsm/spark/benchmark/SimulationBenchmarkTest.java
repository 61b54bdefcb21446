package org.nalsm.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSource;

class SimulationBenchmarkTest {
    private static final Load LOAD = new Load(2, 5, 0, 3, 30, 2);

    private final SampleSource source = new SampleSource.Images(TestExperiments.images());

    private static Experiment experiment(String... settings) {
        return TestExperiments.experiment(Path.of("unused"), settings);
    }

    private VariantResult measure(Backend backend, String... settings) {
        return Variant.of(backend.toString(), experiment(settings), backend, LOAD)
                .measure(any -> source);
    }

    @Test
    void backendsDoTheSameWorkAndTheirSpikesAreCounted() {
        VariantResult first = measure(Backend.EVENT_SCALAR);
        VariantResult second = measure(Backend.AUTO);
        assertThat(first.initialisation().millis().values()).hasSize(2);
        assertThat(second.counts()).isDeepEqualTo(first.counts());
        assertThat(second.weights()).isEqualTo(first.weights());
        Measurement scalar = first.measurement();
        Measurement fastest = second.measurement();
        Measurement dense = measure(Backend.DENSE).measurement();
        assertThat(scalar.kernel()).isEqualTo("scalar");
        assertThat(scalar.millis().values()).hasSize(3).allMatch(ms -> ms > 0);
        assertThat(scalar.liquidSpikes()).isGreaterThan(100);
        assertThat(fastest.liquidSpikes()).isEqualTo(scalar.liquidSpikes());
        assertThat(fastest.inputSpikes()).isEqualTo(scalar.inputSpikes());
        assertThat(fastest.updates()).isEqualTo(scalar.updates());
        assertThat(dense.kernel()).isEmpty();
        assertThat(dense.taskBytes()).isEmpty();
        assertThat(dense.liquidSpikes()).isCloseTo(scalar.liquidSpikes(), within(0.1 * scalar.liquidSpikes()));
    }

    @Test
    void aModelWithFixedWeightsIsNotInitialised() {
        assertThat(measure(Backend.AUTO, "model.name=lsm").initialisation()).isNull();
    }

    @Test
    void initialisationChangesWhatIsMeasured() {
        VariantResult raw = new SimulationBenchmark(experiment(), source, LOAD).measure(Backend.EVENT_SCALAR);
        VariantResult initialised = measure(Backend.EVENT_SCALAR);
        assertThat(initialised.measurement().liquidSpikes())
                .isNotEqualTo(raw.measurement().liquidSpikes());
    }

    @Test
    void moreSamplesThanTheTrainingSplitHasAreRefused() {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> Variant.of("any", experiment(), Backend.AUTO, new Load(1, 56, 0, 1, 0, 1)))
                .withMessage("--samples is 56, but data.train-samples is only 55");
    }

    @Test
    void sharedBytesAreThoseOfTheSerialisedNetworkAndItsWeights() throws IOException {
        SimulationBenchmark benchmark = new SimulationBenchmark(experiment(), source, LOAD);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(benchmark.network());
            out.writeObject(benchmark.network().weights(1));
        }
        assertThat((double) BenchmarkedLiquid.of(benchmark.network(), 0).sharedBytes())
                .isCloseTo(bytes.size(), within(1000.0));
    }

    @Test
    void aTaskHoldsAtLeastItsOwnSynapses() {
        SimulationBenchmark benchmark = new SimulationBenchmark(experiment(), source, LOAD);
        Measurement scalar = benchmark.measure(Backend.EVENT_SCALAR).measurement();
        // Weight, postsynaptic index, and where weights change position and presynaptic index: four times 4 bytes.
        long synapses = 16L * benchmark.network().synapses();
        assertThat(scalar.taskBytes().orElseThrow()).isBetween(synapses, synapses + 400_000);
    }

    @Test
    void updatesAreTheVisitsOfSynapses() {
        Network network = new NetworkGenerator(new NetworkParameters(4, 3, 2, 6, 9)).generate();
        int[] channels = {1, 4};
        InputSpikes input = new InputSpikes() {
            @Override
            public int[] channels() {
                return channels;
            }

            @Override
            public int channelCount() {
                return 2;
            }

            @Override
            public int spikesAt(int t, int[] into) {
                throw new UnsupportedOperationException();
            }
        };
        int[] counts = new int[network.liquid()];
        double deliveries = 0;
        double changes = 0;
        for (int n = 0; n < counts.length; n++) {
            counts[n] = n % 4;
        }
        for (int pre = 0; pre < network.liquid() + network.inputs(); pre++) {
            boolean active = pre < network.liquid() || pre == network.liquid() + 1 || pre == network.liquid() + 4;
            // Three spikes each of the two channels.
            int spikes = pre < network.liquid() ? counts[pre] : active ? 3 : 0;
            for (int s = network.rowStart(pre); s < network.rowStart(pre + 1); s++) {
                deliveries += spikes;
                changes += active ? counts[network.post(s)] : 0;
            }
        }
        assertThat(new SynapticUpdates(network, false).of(input, 6, counts)).isCloseTo(deliveries, within(1e-9));
        assertThat(new SynapticUpdates(network, true).of(input, 6, counts))
                .isCloseTo(deliveries + changes, within(1e-9));
    }
}
