package org.nalsm.spark.benchmark;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ConfigSource;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;

/**
 * One of the things that a benchmark compares: a liquid and what simulates it. It says all that another Java virtual
 * machine has to know, so that each can be measured in one of its own.
 *
 * @param name what the progress calls it
 * @param configuration of the experiment, as one line of JSON; variants of the same one must count the same spikes
 * @param backend what simulates
 * @param load how much is measured
 */
public record Variant(String name, String configuration, Backend backend, Load load) implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * A variant of an experiment.
     *
     * @throws UserException USAGE if the experiment has fewer training samples than the load asks for
     */
    public static Variant of(String name, Experiment experiment, Backend backend, Load load) {
        int available = experiment.config().data().trainSamples();
        if (load.samples() > available) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--samples is %d, but data.train-samples is only %d".formatted(load.samples(), available));
        }
        return new Variant(name, experiment.json(), backend, load);
    }

    /**
     * Measures it in this Java virtual machine.
     *
     * @param samples loads a dataset
     */
    public VariantResult measure(Function<DataConfig, SampleSource> samples) {
        Experiment experiment = Experiment.of(
                Families.configLoader().load(List.of(ConfigSource.text("benchmark", configuration)), List.of()));
        SimulationBenchmark benchmark = new SimulationBenchmark(
                experiment, samples.apply(experiment.config().data()), load);
        benchmark.initialise(backend.kernel());
        return benchmark.measure(backend);
    }
}
