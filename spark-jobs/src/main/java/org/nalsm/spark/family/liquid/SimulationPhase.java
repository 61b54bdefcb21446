package org.nalsm.spark.family.liquid;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.SpikeCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Simulates every sample of every split, a task a block, or takes blocks over from runs with the same simulation, and
 * single samples from runs of the same liquid that have more or fewer of them.
 */
final class SimulationPhase implements Phase {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationPhase.class);

    static final String NAME = "simulation";

    /** What is recorded first, then the counts, which make a block whole. */
    private static final List<Table<?>> TABLES = List.of(DynamicsRow.TABLE, SpikesRow.TABLE, SpikeCounts.TABLE);

    private static final double NANOS = 1e-9;

    private final LiquidRun run;
    private final RunContext context;
    private Optional<String> devices = Optional.empty();

    SimulationPhase(LiquidRun run) {
        this.run = run;
        this.context = run.context();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return BlockJob.missing(context.store(), run.runId(), SpikeCounts.TABLE, blocks())
                .isEmpty();
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        return context.shared().alone(run.settings().simulationId(), () -> {
            takeFromOthers();
            return isDone() ? Map.of() : simulate(progress);
        });
    }

    @Override
    public Optional<String> devices() {
        return devices;
    }

    private void takeFromOthers() {
        for (String other : context.shared()
                .others(
                        context.experiment(),
                        RunRow.Parts::simulationId,
                        run.settings().simulationId())) {
            if (isDone()) {
                return;
            }
            TABLES.forEach(table -> context.store().copyPartition(table, other, run.runId()));
        }
    }

    private Map<String, Double> simulate(Progress progress) {
        run.backend().prepare(context.spark());
        float[] weights = LiquidWeights.read(context.store(), run.runId());
        Broadcast<Liquid> liquid = context.spark()
                .broadcast(new Liquid(run.runId(), run.network(), run.settings().model(), weights, run.backend()));
        SimulationTelemetry telemetry = SimulationTelemetry.of(context.spark());
        long from = System.nanoTime();
        long made = new BlockJob(context.spark(), context.store(), run.runId())
                .on(run.backend().resources(context.spark()))
                .showing(telemetry.deviceBytes())
                .run(
                        "simulate samples",
                        blocks(),
                        SampleSimulation.of(run.settings(), context.samples(), liquid, telemetry)
                                .taking(earlier()),
                        progress);
        devices = telemetry.allDevices();
        double seconds = (System.nanoTime() - from) * NANOS;
        liquid.destroy();
        // Attempts of a task that were lost count as well.
        long simulated = Math.min(made, telemetry.samples().value());
        LOG.info("run {}: {} samples simulated, {} taken from earlier runs", run.runId(), simulated, made - simulated);
        return simulated == 0 ? Map.of() : Map.of(Metric.SAMPLES_PER_SECOND.name(), simulated / seconds);
    }

    private EarlierCounts earlier() {
        return new EarlierCounts(
                context.store(),
                context.shared()
                        .others(
                                context.experiment(),
                                RunRow.Parts::sampleCountsId,
                                run.settings().sampleCountsId()));
    }

    /** All blocks of all splits in the order of the dataset. */
    private List<SampleBlock> blocks() {
        return blocks(run.settings());
    }

    /** Likewise of an experiment. */
    static List<SampleBlock> blocks(LiquidSettings settings) {
        return Stream.of(Split.values())
                .flatMap(split -> blocks(settings, split).stream())
                .toList();
    }

    /** All blocks of a split. */
    static List<SampleBlock> blocks(LiquidSettings settings, Split split) {
        return SampleBlock.of(
                split,
                settings.experiment().samples(split),
                settings.config().simulation().samplesPerBlock());
    }
}
