package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;

/** The exported files, read by DuckDB, are the generator's arrays. */
class NetworkExportIT {
    private static final List<String> SETTINGS = List.of("network.dimensions=4,5,6", "network.seed=7");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void holdsEveryNeuronAndSynapseInOrder(String format) {
        CommandLineRun run = nalsm(SETTINGS, "network", "--output", directory.toString(), "--format", format);
        assertThat(run.exitCode()).as(run.err()).isZero();
        Network network = new NetworkGenerator(new NetworkParameters(4, 5, 6, 784, 7)).generate();
        List<String> neurons = new ArrayList<>();
        List<String> synapses = new ArrayList<>();
        for (int n = 0; n < 120 + 784; n++) {
            int cell = n < 120 ? network.cell(n) : 0;
            String place = n < 120 ? cell / 30 + " " + cell / 6 % 5 + " " + cell % 6 : "null null null";
            neurons.add(n + " " + kind(n) + " " + place);
            for (int s = network.rowStart(n); s < network.rowStart(n + 1); s++) {
                String name = n >= 120
                        ? "input"
                        : kind(n).substring(0, 1) + kind(network.post(s)).substring(0, 1);
                synapses.add(n + " " + network.post(s) + " " + (n >= 120 ? name : name.toUpperCase(Locale.ROOT)) + " "
                        + network.sign(s));
            }
        }
        assertThat(query("SELECT * FROM '" + directory.resolve("neurons." + format) + "'"))
                .isEqualTo(neurons);
        assertThat(query("SELECT * FROM '" + directory.resolve("synapses." + format) + "'"))
                .hasSizeGreaterThan(14_000)
                .isEqualTo(synapses);
    }

    private static String kind(int neuron) {
        return neuron < 96 ? "excitatory" : neuron < 120 ? "inhibitory" : "input";
    }

    @Test
    void csvHasAHeaderAndTheLineEndsOfTheStandard() throws IOException {
        nalsm(SETTINGS, "network", "--output", directory.toString());
        String text = Files.readString(directory.resolve("neurons.csv"), StandardCharsets.UTF_8);
        assertThat(text).startsWith("neuron,kind,x,y,z\r\n0,excitatory,").endsWith("903,input,,,\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("neurons.csv", "synapses.csv");
    }

    @Test
    void replacesNothingUnlessAsked() throws IOException {
        Path there = Files.writeString(directory.resolve("synapses.csv"), "mine");
        CommandLineRun refused = nalsm(SETTINGS, "network", "--output", directory.toString());
        assertThat(refused.exitCode()).isEqualTo(73);
        assertThat(refused.err().lines()).singleElement().asString().contains(there.toString(), "--overwrite");
        assertThat(there).hasContent("mine");
        assertThat(directory.resolve("neurons.csv")).doesNotExist();
        assertThat(nalsm(SETTINGS, "network", "--output", directory.toString(), "--overwrite")
                        .exitCode())
                .isZero();
        assertThat(there).content().startsWith("pre,post,kind,sign\r\n");
    }

    @Test
    void wrongOptionsAreOneLine() throws IOException {
        CommandLineRun xml = nalsm(SETTINGS, "network", "--output", directory.toString(), "--format", "xml");
        assertThat(xml.exitCode()).isEqualTo(64);
        assertThat(xml.err().lines()).singleElement().asString().contains("xml", "csv", "parquet");
        CommandLineRun nowhere = nalsm(SETTINGS, "network", "--format", "csv");
        assertThat(nowhere.exitCode()).isEqualTo(64);
        assertThat(nowhere.err()).contains("--output");
        Path file = Files.writeString(directory.resolve("file"), "x");
        CommandLineRun unwritable = nalsm(SETTINGS, "network", "--output", file.toString());
        assertThat(unwritable.exitCode()).isEqualTo(73);
        assertThat(unwritable.err().lines()).singleElement().asString().contains(file.toString());
    }
}
