package org.nalsm.spark.family.liquid;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.analysis.EvenlySpaced;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nalsm.engine.liquid.simulation.StepObserver;
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
 * Simulates the samples of a block and counts their spikes; of some it records every spike.
 *
 * @param batchSize samples of a batch; of the first batch of every split some are recorded
 * @param recordedSamples how many
 */
record SampleSimulation(
        Broadcast<SampleSource> samples,
        Broadcast<Liquid> liquid,
        SpikeEncoding encoding,
        int batchSize,
        int recordedSamples)
        implements BlockWork {

    /** As a configuration says. */
    static SampleSimulation of(LiquidSettings settings, Broadcast<SampleSource> samples, Broadcast<Liquid> liquid) {
        SimulationConfig simulation = settings.config().simulation();
        return new SampleSimulation(
                samples, liquid, SpikeEncoding.of(settings), simulation.batchSize(), simulation.recordedSamples());
    }

    /** The same with another encoding, and no sample recorded. */
    SampleSimulation unrecorded(SpikeEncoding otherEncoding) {
        return new SampleSimulation(samples, liquid, otherEncoding, batchSize, 0);
    }

    @Override
    public Table<?> table() {
        return SpikeCounts.TABLE;
    }

    @Override
    public void run(SampleBlock block, BlockWriter writer, Runnable sampleDone) {
        LiquidSimulator simulator = SimulatorPool.borrow(liquid.value());
        SampleInputs inputs = encoding.inputs(samples);
        int[] counts = new int[simulator.network().liquid()];
        Set<Integer> recorded = recordedPositions(block);
        for (int k = 0; k < block.size(); k++) {
            simulate(block.firstSampleId() + k, block.index(), recorded.contains(k), simulator, inputs, counts, writer);
            sampleDone.run();
        }
        SimulatorPool.giveBack(liquid.value(), simulator);
    }

    /** Positions within the block: evenly spaced in the first batch of a split. */
    private Set<Integer> recordedPositions(SampleBlock block) {
        int batch = Math.min(batchSize, block.size());
        int count = block.index() == 0 ? Math.min(recordedSamples, batch) : 0;
        return Arrays.stream(EvenlySpaced.positions(count, batch)).boxed().collect(Collectors.toSet());
    }

    private void simulate(
            int id,
            int block,
            boolean recorded,
            LiquidSimulator simulator,
            SampleInputs inputs,
            int[] counts,
            BlockWriter writer) {
        int durationMs = encoding.durationMs();
        SpikeRecording recording = recorded ? new SpikeRecording(durationMs) : null;
        int inputSpikes = simulator.simulate(
                inputs.sample(id), durationMs, counts, recording == null ? StepObserver.NONE : recording);
        int liquidSpikes = 0;
        for (int count : counts) {
            liquidSpikes += count;
        }
        int label = samples.value().label(id);
        writer.write(SpikeCounts.TABLE, new SpikeCounts(id, label, counts, inputSpikes, liquidSpikes, block));
        if (recording != null) {
            writer.write(SpikesRow.TABLE, new SpikesRow(id, label, recording.times(), recording.neurons()));
            for (int t = 0; t < durationMs; t++) {
                writer.write(
                        DynamicsRow.TABLE,
                        new DynamicsRow(
                                id, t, recording.liquidSpikes(t), recording.inputSpikes(t), recording.astrocyte(t)));
            }
        }
    }
}
