package org.nalsm.spark.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.cuda.KernelCase;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.SpikeEncoding;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;

/**
 * Writes what a GPU's kernels are to be checked with on a machine without Java: a liquid, encoded inputs and the CPU's answers
 * ({@link KernelCase}), for samples and for the liquid's initialisation.
 */
public final class GpuCases {
    private final LiquidSettings settings;
    private final SampleSource source;
    private final LiquidModel model;
    private final Network network;

    /** Generates the network. */
    public GpuCases(Experiment experiment, SampleSource source) {
        this.source = source;
        this.settings = LiquidSettings.of(experiment);
        this.model = settings.model();
        this.network = new NetworkGenerator(settings.network()).generate();
    }

    /** MODEL-NEURONS-DATASET, with which the names of the files begin. */
    private String name() {
        return "%s-%d-%s".formatted(model.name(), network.liquid(), source.name());
    }

    /**
     * Writes the cases, which replaces those of the same name.
     *
     * @param directory is made if it is not there
     * @param samples the first ones of the training split
     * @param snapshots of the initialisation; 0: none, the weights are those at its start
     * @return the files
     * @throws UserException USAGE if the experiment has fewer training samples; CANNOT_WRITE
     */
    public List<Path> write(Path directory, int samples, int snapshots) {
        int available = settings.experiment().config().data().trainSamples();
        if (samples > available) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--samples is %d, but data.train-samples is only %d".formatted(samples, available));
        }
        List<Path> files = new ArrayList<>();
        float[] weights = network.weights(model.initialAbsoluteWeight());
        if (model.initialisation().changesWeights() && snapshots > 0) {
            InitialisationSequence sequence = new InitialisationSequence(settings.runSeed(), available, snapshots);
            Map<String, NumpyArray> initialisation = KernelCase.initialisation(
                    network,
                    model,
                    inputs(),
                    IntStream.range(0, snapshots).map(sequence::sample).toArray(),
                    settings.config().initialisation().snapshotMs());
            weights = KernelCase.weightsAtTheEnd(initialisation);
            files.add(write(directory, name() + "-initialisation" + NumpyArchive.SUFFIX, initialisation));
        }
        Map<String, NumpyArray> ofSamples = KernelCase.samples(
                network,
                model,
                weights,
                inputs(),
                IntStream.range(0, samples).toArray(),
                settings.config().simulation().durationMs());
        files.add(write(directory, name() + "-samples" + NumpyArchive.SUFFIX, ofSamples));
        return files;
    }

    private SampleInputs inputs() {
        return SpikeEncoding.of(settings).inputs(source);
    }

    private static Path write(Path directory, String name, Map<String, NumpyArray> arrays) {
        Path file = directory.resolve(name);
        Path unfinished = directory.resolve(name + ".unfinished");
        try {
            Files.createDirectories(directory);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
                NumpyArchive.writeCompressed(out, arrays);
            }
            return Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE, "--output: " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
