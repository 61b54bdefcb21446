package org.nalsm.engine.csdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/** Kernels, numbers of threads, and a training in two parts: all the same, bit for bit. */
class KernelAgreementTest {
    private static final long SEED = 11;
    private static final Dynamics STEPS_15 = new Dynamics(15, 3, 100, 13, 0.001, 0.025, 10);

    @ParameterizedTest
    @CsvSource({
        "100, 200, 70, 10, 24, true",
        "64, 64, 64, 2, 9, true",
        "17, 65, 1, 3, 21, false",
        "30, 129, 63, 70, 80, true"
    })
    void sameNetworkAndOutcome(int inputs, int hidden1, int hidden2, int classes, int samples, boolean supervised) {
        assumeTrue(Kernel.VECTOR.isAvailable());
        CsdpModel model = new CsdpModel(inputs, hidden1, hidden2, classes, supervised, STEPS_15);
        Presentation shown = Samples.of(model, samples, samples / 2 + 1);
        Trained expected = train(model, shown, Kernel.SCALAR, 1);
        assertThat(train(model, shown, Kernel.VECTOR, 1))
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(train(model, shown, Kernel.VECTOR, 3))
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(train(model, shown, Kernel.SCALAR, 2))
                .usingRecursiveComparison()
                .isEqualTo(expected);
    }

    /** What training leaves. */
    private record Trained(
            Outcome first,
            Outcome second,
            Outcome shown,
            Map<MatrixName, float[]> weights,
            Map<MatrixName, float[]> firstMoments,
            Map<MatrixName, float[]> secondMoments) {}

    /** Two minibatches, and a trainer of its own that goes on for the second; then samples without learning. */
    private static Trained train(CsdpModel model, Presentation shown, Kernel kernel, int threads) {
        try (Workers workers = new Workers(threads)) {
            LearningRule rule = new LearningRule(0.01, 1e-4, false);
            CsdpTrainer begun = new CsdpTrainer(CsdpNetwork.initial(model, false, SEED), rule, kernel, workers, SEED);
            Outcome first = begun.train(shown);
            CsdpNetwork stored = CsdpNetwork.of(model, weights(begun.network()), thresholds(begun.network()));
            CsdpTrainer trainer = new CsdpTrainer(stored, rule, kernel, workers, SEED);
            trainer.restore(begun.updates(), firstMoments(begun), secondMoments(begun));
            Outcome second = trainer.train(shown);
            assertThat(begun.train(shown)).usingRecursiveComparison().isEqualTo(second);
            assertThat(weights(begun.network())).usingRecursiveComparison().isEqualTo(weights(stored));
            return new Trained(
                    first,
                    second,
                    new CsdpSimulator(stored, kernel, workers, SEED).run(shown),
                    weights(stored),
                    firstMoments(trainer),
                    secondMoments(trainer));
        }
    }

    private static Map<MatrixName, float[]> weights(CsdpNetwork network) {
        Map<MatrixName, float[]> weights = new EnumMap<>(MatrixName.class);
        network.matrices().forEach(name -> weights.put(name, network.weights(name)));
        return weights;
    }

    private static Map<Layer, float[]> thresholds(CsdpNetwork network) {
        Map<Layer, float[]> thresholds = new EnumMap<>(Layer.class);
        Layer.SPIKING.forEach(layer -> thresholds.put(layer, network.thresholds(layer)));
        return thresholds;
    }

    private static Map<MatrixName, float[]> firstMoments(CsdpTrainer trainer) {
        Map<MatrixName, float[]> moments = new EnumMap<>(MatrixName.class);
        trainer.network().matrices().forEach(name -> moments.put(name, trainer.firstMoments(name)));
        return moments;
    }

    private static Map<MatrixName, float[]> secondMoments(CsdpTrainer trainer) {
        Map<MatrixName, float[]> moments = new EnumMap<>(MatrixName.class);
        trainer.network().matrices().forEach(name -> moments.put(name, trainer.secondMoments(name)));
        return moments;
    }
}
