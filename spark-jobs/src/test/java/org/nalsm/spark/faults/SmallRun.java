package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.cli.EventData;
import org.nalsm.spark.cli.SubmittedNalsm;

/**
 * A run of seconds with all of a liquid's phases, in many blocks and with many stored states.
 *
 * @param data directory of its dataset
 * @param settings as of the command line, but for {@code output.dir}
 */
record SmallRun(Path data, List<String> settings) {
    /** @param data a directory that the recordings are written to */
    static SmallRun of(Path data, String... more) {
        EventData.write(data.resolve("n-mnist"), 30, 10, 70);
        List<String> settings = new ArrayList<>(List.of(
                "data.dir=" + data,
                "data.dataset=n-mnist",
                "network.dimensions=5,5,5",
                "data.train-samples=30",
                "data.valid-samples=10",
                "data.test-samples=70",
                "initialisation.snapshots=200",
                "initialisation.checkpoint-snapshots=20",
                "simulation.batch-size=5",
                "simulation.batches-per-block=1",
                "simulation.recorded-samples=2",
                "readout.max-epochs=10"));
        settings.addAll(List.of(more));
        return new SmallRun(data, settings);
    }

    /** Arguments of {@code nalsm train}. */
    String[] train(String outputDir, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--set", "output.dir=" + outputDir));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** The tables of the run in this process, where nothing happens to it. */
    Map<String, List<String>> undisturbed(Path results) {
        List<String> all = new ArrayList<>(settings);
        all.add("output.dir=" + results);
        CommandLineRun run = CommandLineRun.nalsm(all, "train");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return FinalTables.of(results);
    }

    /** Runs it to its end. */
    static void finish(SubmittedNalsm submit, String master, String... arguments) {
        SubmittedNalsm.Outcome outcome = submit.run(master, arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }
}
