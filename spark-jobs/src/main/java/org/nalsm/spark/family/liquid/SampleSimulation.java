package org.nalsm.spark.family.liquid;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.analysis.EvenlySpaced;
import org.nalsm.engine.liquid.simulation.SampleBatch;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nalsm.spark.family.liquid.config.SimulationConfig;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.BlockWork;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.SpikeCounts;

/**
 * Simulates the samples of a block and counts their spikes; of some it records every spike. Counts that another run has
 * left are taken from there, but for samples that are recorded.
 *
 * @param batchSize samples of a batch; of the first batch of every split some are recorded
 * @param recordedSamples how many
 * @param telemetry learns of the devices
 * @param earlier where counts may lie; null where every sample is to be simulated
 */
record SampleSimulation(
        Broadcast<SampleSource> samples,
        Broadcast<Liquid> liquid,
        SpikeEncoding encoding,
        int batchSize,
        int recordedSamples,
        SimulationTelemetry telemetry,
        @Nullable EarlierCounts earlier)
        implements BlockWork {

    /** As a configuration says; simulates every sample. */
    static SampleSimulation of(
            LiquidSettings settings,
            Broadcast<SampleSource> samples,
            Broadcast<Liquid> liquid,
            SimulationTelemetry telemetry) {
        SimulationConfig simulation = settings.config().simulation();
        return new SampleSimulation(
                samples,
                liquid,
                SpikeEncoding.of(settings),
                simulation.batchSize(),
                simulation.recordedSamples(),
                telemetry,
                null);
    }

    /** The same, but takes what is there already. */
    SampleSimulation taking(EarlierCounts counts) {
        return new SampleSimulation(samples, liquid, encoding, batchSize, recordedSamples, telemetry, counts);
    }

    /** The same with another encoding, and no sample recorded. */
    SampleSimulation unrecorded(SpikeEncoding otherEncoding) {
        return new SampleSimulation(samples, liquid, otherEncoding, batchSize, 0, telemetry, null);
    }

    @Override
    public Table<?> table() {
        return SpikeCounts.TABLE;
    }

    /** Rows are written in the order of the samples, wherever they come from. */
    @Override
    public void run(SampleBlock block, BlockWriter writer, Runnable sampleDone) {
        Set<Integer> recorded = recordedIds(block);
        int from = block.firstSampleId();
        EarlierCounts counts = earlier;
        Optional<EarlierCounts.Part> part = counts == null ? Optional.empty() : counts.of(block);
        if (counts != null && part.isPresent()) {
            counts.read(part.get(), block, row -> {
                if (recorded.contains(row.sampleId())) {
                    simulate(new int[] {row.sampleId()}, recorded, block, writer, sampleDone);
                } else {
                    writer.write(SpikeCounts.TABLE, row);
                    sampleDone.run();
                }
            });
            from += part.get().samples();
        }
        int end = block.firstSampleId() + block.size();
        simulate(IntStream.range(from, end).toArray(), recorded, block, writer, sampleDone);
    }

    private void simulate(
            int[] ids, Set<Integer> recorded, SampleBlock block, BlockWriter writer, Runnable sampleDone) {
        if (ids.length == 0) {
            return;
        }
        SimulatorProvider provider = liquid.value().backend().here();
        SampleBatch batch = new SampleBatch(
                encoding.inputs(samples), ids, encoding.durationMs(), position -> recorded.contains(ids[position]));
        int[] visits = liquid.value().visitsOfASpike();
        SimulatorPool.use(
                liquid.value(),
                provider,
                simulator -> simulator.simulate(batch, (position, counts, inputSpikes, recording) -> {
                    telemetry.simulated(counts, visits);
                    write(ids[position], block.index(), counts, inputSpikes, recording, writer);
                    sampleDone.run();
                }));
        telemetry.computedOn(provider);
    }

    /** Evenly spaced in the first batch of a split. */
    private Set<Integer> recordedIds(SampleBlock block) {
        int batch = Math.min(batchSize, block.size());
        int count = block.index() == 0 ? Math.min(recordedSamples, batch) : 0;
        return Arrays.stream(EvenlySpaced.positions(count, batch))
                .mapToObj(position -> block.firstSampleId() + position)
                .collect(Collectors.toSet());
    }

    private void write(
            int id, int block, int[] counts, int inputSpikes, @Nullable SpikeRecording recording, BlockWriter writer) {
        int liquidSpikes = 0;
        for (int count : counts) {
            liquidSpikes += count;
        }
        int label = samples.value().label(id);
        writer.write(SpikeCounts.TABLE, new SpikeCounts(id, label, counts, inputSpikes, liquidSpikes, block));
        if (recording != null) {
            writer.write(SpikesRow.TABLE, new SpikesRow(id, label, recording.times(), recording.neurons()));
            for (int t = 0; t < recording.durationMs(); t++) {
                writer.write(
                        DynamicsRow.TABLE,
                        new DynamicsRow(
                                id, t, recording.liquidSpikes(t), recording.inputSpikes(t), recording.astrocyte(t)));
            }
        }
    }
}
