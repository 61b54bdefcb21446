package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.Backend;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.job.SimulationBenchmark;
import org.nalsm.spark.job.SimulationBenchmark.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm benchmark}: how fast this machine simulates. */
@Command(
    name = "benchmark",
    description = "Measures each backend on the same network and the same samples, on this machine, without Spark.",
    mixinStandardHelpOptions = true)
final class BenchmarkCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Option(names = "--backends", split = ",", defaultValue = "event-scalar,event-vector",
        description = "event-scalar, event-vector, dense (default: ${DEFAULT-VALUE}).")
    private List<String> backends;

    @Option(names = "--samples", defaultValue = "200", description = "Samples of a pass (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--warm-up", defaultValue = "3", description = "Passes before measuring (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--passes", defaultValue = "7", description = "Measured passes (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(names = "--threads", defaultValue = "1", description = "Samples at a time (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--snapshots", defaultValue = "2000",
        description = "Snapshots of the liquid's initialisation, timed as well (default: ${DEFAULT-VALUE}).")
    private int snapshots;

    @Override
    public String call() {
        if (samples < 1 || passes < 1 || threads < 1 || warmUp < 0 || snapshots < 0) {
            throw new UserException(UserException.Kind.USAGE,
                    "--samples, --passes and --threads must be at least 1, --warm-up and --snapshots at least 0");
        }
        Experiment experiment = Experiment.of(common.load(), CodeVersion.current());
        List<Backend> chosen = backends.stream().map(Backend::of).toList();
        SimulationBenchmark benchmark =
                new SimulationBenchmark(experiment, SampleSources.load(experiment.config()));
        double[] initialisation = new double[chosen.size()];
        List<Measurement> measurements = new ArrayList<>();
        for (int k = 0; k < chosen.size(); k++) {
            initialisation[k] = benchmark.initialise(chosen.get(k), snapshots);
            measurements.add(benchmark.measure(chosen.get(k), threads, samples, warmUp, passes));
        }
        return common.json() ? json(experiment, benchmark, measurements, initialisation)
                : table(experiment, benchmark, measurements, initialisation);
    }

    private String table(Experiment experiment, SimulationBenchmark benchmark, List<Measurement> measurements,
            double[] initialisation) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%s, %,d neurons, %s, %d ms; %d samples, %d passes after %d, %d threads; Java %s%n%n",
                experiment.model().name(), benchmark.neurons(), experiment.config().data().dataset(),
                experiment.config().simulation().durationMs(), samples, passes, warmUp, threads,
                Runtime.version()));
        text.append(String.format("%-14s %9s %9s %9s %11s %10s %12s %9s %9s %11s%n", "backend", "ms median", "min",
                "max", "samples/s", "spikes", "updates", "ns/update", "MiB/task", "ms/snapshot"));
        for (int k = 0; k < measurements.size(); k++) {
            Measurement m = measurements.get(k);
            double[] millis = Arrays.stream(m.secondsPerPass()).map(m::millisPerSample).sorted().toArray();
            text.append(String.format(Locale.ROOT, "%-14s %9.3f %9.3f %9.3f %,11.1f %,10.0f %,12.0f %9.2f %9.1f %11.3f%n",
                    m.backend(), m.millisPerSample(m.medianSeconds()), millis[0], millis[millis.length - 1],
                    m.samples() / m.medianSeconds(), m.liquidSpikes(), m.synapticUpdates(), m.nanosPerUpdate(),
                    m.bytesPerTask() / (double) (1 << 20),
                    snapshots == 0 ? 0 : 1e3 * initialisation[k] / snapshots));
        }
        return text.append(String.format("%nms: wall time of a sample on one core%n")).toString();
    }

    private String json(Experiment experiment, SimulationBenchmark benchmark, List<Measurement> measurements,
            double[] initialisation) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int k = 0; k < measurements.size(); k++) {
            Measurement m = measurements.get(k);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("backend", m.backend());
            row.put("kernel", m.kernel());
            row.put("milliseconds_per_sample",
                    Arrays.stream(m.secondsPerPass()).map(m::millisPerSample).boxed().toList());
            row.put("median_milliseconds_per_sample", m.millisPerSample(m.medianSeconds()));
            row.put("samples_per_second", m.samples() / m.medianSeconds());
            row.put("liquid_spikes_per_sample", m.liquidSpikes());
            row.put("synaptic_updates_per_sample", m.synapticUpdates());
            row.put("nanoseconds_per_update", m.nanosPerUpdate());
            row.put("bytes_per_task", m.bytesPerTask());
            row.put("initialisation_seconds", initialisation[k]);
            rows.add(row);
        }
        return CanonicalJson.write(Map.of("model", experiment.model().name(), "neurons", benchmark.neurons(),
                "dataset", experiment.config().data().dataset(), "threads", threads, "samples", samples,
                "snapshots", snapshots, "java", Runtime.version().toString(),
                "processors", Runtime.getRuntime().availableProcessors(), "backends", rows));
    }
}
