package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.encoding.ImageInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.EventDrivenSimulator;

/** Spike counts of a user's own files. */
class SimulateCommandIT {
    private static final Path IMAGES = EventData.resource("t10k-images-idx3-ubyte.gz");
    private static final Path LABELS = EventData.resource("t10k-labels-idx1-ubyte.gz");

    @TempDir
    private Path directory;

    private List<String> lsm;

    @BeforeEach
    void chooseASmallLiquid() {
        lsm = List.of(
                "data.dir=" + directory,
                "output.dir=" + directory.resolve("results"),
                "model.name=lsm",
                "network.dimensions=5,5,5",
                "simulation.duration-ms=60",
                "simulation.batch-size=10",
                "simulation.batches-per-block=3");
    }

    @Test
    void countsOfAnIdxFileAreThoseOfAPlainLoop() {
        CommandLineRun run = nalsm(lsm, "simulate", "--labels", LABELS.toString(), IMAGES.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("samples +100  \\(0 found on disk\\)");
        LabelledImages images = IdxReader.read(IMAGES, LABELS);
        Network network = new NetworkGenerator(new NetworkParameters(5, 5, 5, 784, 1)).generate();
        EventDrivenSimulator simulator =
                new EventDrivenSimulator(network, LiquidModel.lsm(0.8f, 3), network.weights(0.8f), Kernel.SCALAR);
        ImageInputs inputs = new ImageInputs(new ImageDataset("images", images, images), 1);
        List<String> expected = new ArrayList<>();
        int[] counts = new int[125];
        for (int id = 0; id < images.count(); id++) {
            simulator.simulate(inputs.sample(id), 60, counts, StepObserver.NONE);
            expected.add(id + " " + images.label(id) + " " + Arrays.toString(counts) + " "
                    + Arrays.stream(counts).sum());
        }
        assertThat(query("SELECT sample_id, label, counts, liquid_spikes FROM " + counts() + " ORDER BY sample_id"))
                .isEqualTo(expected);
        assertThat(query("SELECT sum(liquid_spikes) > 500 FROM " + counts())).containsExactly("true");
        assertThat(query("SELECT label, file, position FROM '" + directory.resolve("results/inputs/*/*.parquet")
                        + "' WHERE sample_id = 99"))
                .containsExactly("9 " + IMAGES + " 99");
    }

    @Test
    void doingItAgainChangesNothingAndOtherSamplesAreOtherCounts() throws IOException {
        CommandLineRun first = nalsm(lsm, "simulate", IMAGES.toString());
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(query("SELECT DISTINCT label, split FROM " + counts())).containsExactly("-1 user");
        Path block = Path.of(
                query("SELECT file FROM glob('" + directory.resolve("results/spike_counts/*/*/*00001.parquet") + "')")
                        .get(0));
        FileTime written = Files.getLastModifiedTime(block);
        CommandLineRun again = nalsm(lsm, "simulate", IMAGES.toString());
        assertThat(again.out()).isEqualTo(first.out().replace("(0 found", "(100 found"));
        assertThat(again.said()).contains("nothing to simulate");
        // What an interrupted command leaves: one block less.
        Path other = block.resolveSibling("block-00002.parquet");
        byte[] content = Files.readAllBytes(other);
        Files.delete(other);
        assertThat(nalsm(lsm, "simulate", IMAGES.toString()).out()).contains("(70 found on disk)");
        assertThat(Files.readAllBytes(other)).isEqualTo(content);
        assertThat(Files.getLastModifiedTime(block)).isEqualTo(written);
        nalsm(lsm, "simulate", "--labels", LABELS.toString(), IMAGES.toString());
        assertThat(query("SELECT count(DISTINCT run_id) FROM " + counts())).containsExactly("2");
    }

    @Test
    void initialisesTheLiquidOfAConfigurationAndTrainUsesItAfterwards() {
        EventData.write(directory.resolve("n-mnist"), 12, 3, 3);
        List<String> nalsm = new ArrayList<>(lsm);
        nalsm.addAll(List.of(
                "model.name=nalsm",
                "data.dataset=n-mnist",
                "data.train-samples=12",
                "data.valid-samples=3",
                "data.test-samples=3",
                "initialisation.snapshots=30",
                "simulation.recorded-samples=0",
                "readout.max-epochs=5"));
        Path own = EventData.put(directory.resolve("own/recording.bin"), EventData.recording());
        CommandLineRun configured = nalsm(nalsm, "simulate", own.toString());
        assertThat(configured.exitCode()).as(configured.err()).isZero();
        assertThat(configured.said()).contains("initialise liquid");
        List<String> counts = query("SELECT counts, liquid_spikes > 0, label FROM " + counts());
        assertThat(counts).singleElement().asString().endsWith(" true -1");
        CommandLineRun train = nalsm(nalsm, "train", "--json");
        assertThat(train.exitCode()).as(train.err()).isZero();
        assertThat(train.said()).contains("simulate samples").doesNotContain("initialise liquid");
        String run = train.out().replaceAll("(?s).*\"run_id\":\"(r-[0-9a-f]+).*", "$1");
        CommandLineRun ofRun = nalsm(nalsm, "simulate", "--run", run, own.toString(), "--json");
        assertThat(ofRun.out()).contains("\"simulated\":0");
    }

    @Test
    void whatCannotBeSimulatedIsOneLine() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path bin = EventData.put(directory.resolve("one.bin"), EventData.recording());
        Path cut = EventData.put(directory.resolve("images"), Arrays.copyOf(Files.readAllBytes(LABELS), 20));
        Path none = directory.resolve("none.bin");
        oneLine(64, "PATH", "simulate");
        oneLine(66, none.toString(), "simulate", none.toString());
        oneLine(66, empty.toString(), "simulate", empty.toString());
        oneLine(64, "either one IDX file", "simulate", bin.toString(), IMAGES.toString());
        oneLine(64, "--labels", "simulate", "--labels", LABELS.toString(), bin.toString());
        oneLine(
                65,
                "holds event recordings, but the samples of mnist are images of 28 x 28 pixels",
                "simulate",
                bin.toString());
        oneLine(65, cut + ": byte offset", "simulate", cut.toString());
        oneLine(65, LABELS.toString(), "simulate", LABELS.toString());
        oneLine(66, "r-none", "simulate", "--run", "r-none", IMAGES.toString());
        assertThat(directory.resolve("results")).doesNotExist();
    }

    private void oneLine(int exitCode, String part, String... args) {
        CommandLineRun run = nalsm(lsm, args);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("nalsm: ")
                .contains(part);
    }

    private String counts() {
        return "read_parquet('" + directory.resolve("results/spike_counts/*/*/*.parquet")
                + "', hive_partitioning = true)";
    }
}
