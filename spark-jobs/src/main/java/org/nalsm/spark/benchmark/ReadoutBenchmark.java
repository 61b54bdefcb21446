package org.nalsm.spark.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.nalsm.spark.readout.EpochRecord;
import org.nalsm.spark.readout.ReadoutProgress;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.ReadoutTrainer;

/** Measures readout training, from the counts in memory to the choice that validation makes. */
public final class ReadoutBenchmark {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ReadoutCounts counts;
    private final int threads;
    private final int warmUp;
    private final int passes;
    private final int epochs;

    /**
     * @param threads of the training
     * @param warmUp trainings before measuring
     * @param passes measured trainings
     * @param epochs epochs of Adadelta, whose thousands would take too long
     */
    public ReadoutBenchmark(ReadoutCounts counts, int threads, int warmUp, int passes, int epochs) {
        this.counts = counts;
        this.threads = threads;
        this.warmUp = warmUp;
        this.passes = passes;
        this.epochs = epochs;
    }

    /**
     * Measured trainings with the same settings; the same counts lead to the same result every time.
     *
     * @param optimiser lbfgs or adadelta
     * @param cutShort whether training ended after so many epochs that the best one may lie beyond
     * @param iterations iterations or epochs of a training, all penalties together
     * @param iterationMillis wall time of every one of all trainings, its validation included, ms
     * @param seconds wall time of every training, s
     * @param secondsToBest wall time until the best validation accuracy was reached, s
     * @param validAccuracy the best validation accuracy, 0 to 1
     * @param penalty its L2 penalty
     */
    public record Result(
            String optimiser,
            boolean cutShort,
            int iterations,
            Spread iterationMillis,
            Spread seconds,
            Spread secondsToBest,
            double validAccuracy,
            double penalty) {
        /** For JSON; every time of an iteration would be too much. */
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("optimiser", optimiser);
            fields.put("cut_short", cutShort);
            fields.put("iterations", iterations);
            fields.put(
                    "milliseconds_per_iteration",
                    Map.of(
                            "median",
                            iterationMillis.median(),
                            "min",
                            iterationMillis.min(),
                            "max",
                            iterationMillis.max()));
            fields.put("seconds", seconds.fields());
            fields.put("seconds_to_best", secondsToBest.fields());
            fields.put("valid_accuracy", validAccuracy);
            fields.put("l2_penalty", penalty);
            return fields;
        }
    }

    /** Trains again and again. */
    public Result measure(ReadoutSettings given) {
        boolean cutShort = given.optimiser() == ReadoutSettings.Optimiser.ADADELTA && epochs < given.maxEpochs();
        ReadoutSettings settings = cutShort ? given.withMaxEpochs(epochs) : given;
        ReadoutTrainer trainer = ReadoutTrainer.of(ReadoutTrainer.Kind.DRIVER, settings, threads);
        List<Double> seconds = new ArrayList<>();
        List<Double> toBest = new ArrayList<>();
        List<Double> iterations = new ArrayList<>();
        ReadoutResult result = null;
        for (int pass = -warmUp; pass < passes; pass++) {
            long start = System.nanoTime();
            result = trainer.train(counts.training(), counts.validation(), ReadoutProgress.NONE);
            if (pass >= 0) {
                seconds.add((System.nanoTime() - start) / NANOS_PER_SECOND);
                toBest.add(best(result).seconds());
                addIterations(result.epochs(), iterations);
            }
        }
        ReadoutResult last = Objects.requireNonNull(result, "there is at least one pass");
        return new Result(
                settings.optimiser().name().toLowerCase(Locale.ROOT),
                cutShort,
                last.epochs().size(),
                new Spread(iterations),
                new Spread(seconds),
                new Spread(toBest),
                last.validAccuracy(),
                last.penalty());
    }

    private static EpochRecord best(ReadoutResult result) {
        return result.epochs().stream()
                .filter(e -> e.penalty() == result.penalty() && e.epoch() == result.bestEpoch())
                .findFirst()
                .orElseThrow();
    }

    private static void addIterations(List<EpochRecord> epochs, List<Double> millis) {
        double before = 0;
        for (EpochRecord epoch : epochs) {
            millis.add(1e3 * (epoch.seconds() - before));
            before = epoch.seconds();
        }
    }
}
