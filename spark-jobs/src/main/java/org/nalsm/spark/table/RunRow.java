package org.nalsm.spark.table;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of {@code runs}; a file a row. */
public record RunRow(
        @Column("Run: r- and a hash of configuration and results version")
        String runId,

        @Column("running, stopped (interrupted; the same command goes on), complete or failed")
        RunStatus status,

        @Column("Model: nalsm, lsm, lsm-stdp, lsm-ap-stdp, diehl-cook")
        String model,

        @Column("Dataset the run was trained on") String dataset,
        @Column("Resolved configuration as JSON") String config,
        Parts parts,
        Provenance provenance,
        @Column("Start of the run, UTC") Instant startedAt,
        @Column("End of the run, UTC; null while it runs") Optional<Instant> finishedAt,
        Outcome outcome) {

    public static final Table<RunRow> TABLE = Table.of(RunRow.class, "runs", "One row a run");

    /** What the run is made of, by names that runs share; what its family does not have is empty. */
    public record Parts(
            @Column(value = "Network of the run, see table networks", nullable = true)
            String networkId,

            @Column(
                    value = "Initialised liquid or trained network: runs with the same one have the same weights",
                    nullable = true)
            String liquidId,

            @Column(value = "Spike counts: runs with the same one differ in the readout only", nullable = true)
            String simulationId,

            @Column(value = "Content of the recordings; null for images, whose checksums are known", nullable = true)
            String dataHash,

            @Column("Largest pixel of the training images over the sum of its image; a liquid's input rates are pixel "
                    + "shares divided by it; null for events")
            OptionalDouble trainingPixelShare,

            @Column("Seed of positions, connections and signs")
            OptionalLong networkSeed,

            @Column("Seed of everything else that is random")
            long runSeed,

            @Column(
                    value =
                            "Counts of single samples: runs with the same one count the same spikes of the same sample, "
                                    + "however many samples they have",
                    nullable = true)
            String sampleCountsId) {

        /** Of a run whose samples have no counts that another could take. */
        public Parts(
                String networkId,
                String liquidId,
                String simulationId,
                String dataHash,
                OptionalDouble trainingPixelShare,
                OptionalLong networkSeed,
                long runSeed) {
            this(networkId, liquidId, simulationId, dataHash, trainingPixelShare, networkSeed, runSeed, "");
        }
    }

    /** What made the run. */
    public record Provenance(
            @Column("Version of the results: code of the same one gives the same results; null before there were any")
            OptionalInt resultsVersion,

            @Column("Version of this project's code") String codeVersion,

            @Column(value = "Commit of this project's code", nullable = true)
            String codeCommit,

            @Column("Version of Spark") String sparkVersion,

            @Column(
                    value = "What computed: the backend as configured; auto is the fastest of the machine",
                    nullable = true)
            String backend) {}

    /** What came out and how long it took, as far as the run has got. */
    public record Outcome(
            @Column(value = "Wall time of each phase that is over, s, in the attempt that ended it", nullable = true)
            SortedMap<String, Double> seconds,

            @Column(value = "Wall time of the run, s, of all attempts that ended in order", nullable = true)
            double totalSeconds,

            @Column(value = "Simulated samples per second", nullable = true)
            double samplesPerSecond,

            @Column(value = "Training accuracy, share from 0 to 1", nullable = true)
            double trainAccuracy,

            @Column(value = "Validation accuracy, share from 0 to 1", nullable = true)
            double validAccuracy,

            @Column(value = "Test accuracy, share from 0 to 1", nullable = true)
            double testAccuracy,

            @Column("Epoch or iteration that validation chose, from 1")
            OptionalInt bestEpoch,

            @Column(value = "What the model family measures beside these, by name", nullable = true)
            SortedMap<String, Double> metrics,

            @Column(
                    value =
                            "What computed, phase by phase: names and UUIDs of GPUs, or the CPU's kernel; null where the "
                                    + "run took all of it from others",
                    nullable = true)
            String devices) {

        private static final String BETWEEN_PHASES = "; ";
        private static final String AFTER_PHASE = ": ";

        /** Nothing yet. */
        public static final Outcome NONE = of(new TreeMap<>(), Double.NaN, new TreeMap<>());

        private static final String SAMPLES_PER_SECOND = "samples_per_second";
        private static final String TRAIN_ACCURACY = "train_accuracy";
        private static final String VALID_ACCURACY = "valid_accuracy";
        private static final String TEST_ACCURACY = "test_accuracy";
        private static final String BEST_EPOCH = "best_epoch";

        /**
         * An outcome of measurements, of which those with a column of their own go there.
         *
         * @param seconds wall time by phase, s
         * @param measured value by name of the metric
         */
        public static Outcome of(
                SortedMap<String, Double> seconds, double totalSeconds, SortedMap<String, Double> measured) {
            SortedMap<String, Double> others = new TreeMap<>(measured);
            double samplesPerSecond = take(others, SAMPLES_PER_SECOND);
            double train = take(others, TRAIN_ACCURACY);
            double valid = take(others, VALID_ACCURACY);
            double test = take(others, TEST_ACCURACY);
            double epoch = take(others, BEST_EPOCH);
            return new Outcome(
                    Collections.unmodifiableSortedMap(new TreeMap<>(seconds)),
                    totalSeconds,
                    samplesPerSecond,
                    train,
                    valid,
                    test,
                    Double.isNaN(epoch) ? OptionalInt.empty() : OptionalInt.of((int) epoch),
                    Collections.unmodifiableSortedMap(others),
                    "");
        }

        /** The same, computed on these devices, by phase. */
        public Outcome on(SortedMap<String, String> devicesByPhase) {
            String text = devicesByPhase.entrySet().stream()
                    .map(phase -> phase.getKey() + AFTER_PHASE + phase.getValue())
                    .collect(Collectors.joining(BETWEEN_PHASES));
            return new Outcome(
                    seconds,
                    totalSeconds,
                    samplesPerSecond,
                    trainAccuracy,
                    validAccuracy,
                    testAccuracy,
                    bestEpoch,
                    metrics,
                    text);
        }

        /** What computed, by phase. */
        public SortedMap<String, String> devicesByPhase() {
            SortedMap<String, String> byPhase = new TreeMap<>();
            for (String phase : devices.split(BETWEEN_PHASES, -1)) {
                int colon = phase.indexOf(AFTER_PHASE);
                if (colon > 0) {
                    byPhase.put(phase.substring(0, colon), phase.substring(colon + AFTER_PHASE.length()));
                }
            }
            return byPhase;
        }

        private static double take(SortedMap<String, Double> measured, String name) {
            Double value = measured.remove(name);
            return value == null ? Double.NaN : value;
        }

        /** Every metric that is known, by name. */
        public SortedMap<String, Double> measured() {
            SortedMap<String, Double> all = new TreeMap<>(metrics);
            all.put(SAMPLES_PER_SECOND, samplesPerSecond);
            all.put(TRAIN_ACCURACY, trainAccuracy);
            all.put(VALID_ACCURACY, validAccuracy);
            all.put(TEST_ACCURACY, testAccuracy);
            bestEpoch.ifPresent(epoch -> all.put(BEST_EPOCH, (double) epoch));
            all.values().removeIf(value -> value.isNaN());
            return all;
        }

        /** A metric; NaN if it is not known. */
        public double metric(String name) {
            return measured().getOrDefault(name, Double.NaN);
        }

        /** Wall time by phase, s: those that are known of these phases, in this order, then all others. */
        public Map<String, Double> seconds(List<String> phases) {
            Map<String, Double> ordered = new LinkedHashMap<>();
            phases.stream()
                    .filter(phase -> seconds.containsKey(phase))
                    .forEach(phase -> ordered.put(phase, seconds.get(phase)));
            seconds.forEach(ordered::putIfAbsent);
            return ordered;
        }

        /** Wall time of a phase, s; NaN if it is not known. */
        public double seconds(String phase) {
            return seconds.getOrDefault(phase, Double.NaN);
        }
    }

    /** The same run in another state. */
    public RunRow with(RunStatus newStatus, Optional<Instant> newFinishedAt, Outcome newOutcome) {
        return new RunRow(
                runId, newStatus, model, dataset, config, parts, provenance, startedAt, newFinishedAt, newOutcome);
    }
}
