package org.nalsm.engine.lsnn.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.lsnn.AlifParameters;
import org.nalsm.engine.lsnn.BatchPass;
import org.nalsm.engine.lsnn.BatchState;
import org.nalsm.engine.lsnn.InputSequence;
import org.nalsm.engine.lsnn.ReadoutWindows;
import org.nalsm.engine.training.Workers;

/** A small task: which of three groups of inputs spikes. */
class LsnnTrainerTest {
    private static final AlifParameters P = new AlifParameters(12, 12, 8, 20, 20, 100, 1.8, 0.01, 4, 4, 0.3);
    private static final int STEPS = 60;
    private static final int BATCH = 24;

    private static LabelledBatch batch(int number) {
        Random random = new Random(number);
        List<InputSequence> inputs = new ArrayList<>();
        int[][] targets = new int[BATCH][1];
        for (int s = 0; s < BATCH; s++) {
            int target = random.nextInt(3);
            List<Integer> events = new ArrayList<>();
            for (int t = 1; t <= 40; t++) {
                for (int i = 0; i < 4; i++) {
                    if (random.nextInt(4) == 0) {
                        events.add(InputSequence.event(t, target * 4 + i));
                    }
                }
            }
            inputs.add(InputSequence.spikes(
                    STEPS, events.stream().mapToInt(Integer::intValue).toArray()));
            targets[s][0] = target;
        }
        return new LabelledBatch(inputs, targets);
    }

    private static LsnnTrainer trainer(LearningRule rule, Workers workers) {
        Initialisation initialisation = new Initialisation(P, 3, 2);
        LsnnNetwork network =
                rule.rewiring().map(r -> initialisation.sparse(r, 0.75, true)).orElseGet(initialisation::dense);
        return new LsnnTrainer(
                network,
                rule,
                new BatchPass(P, ReadoutWindows.last(STEPS, 20), STEPS, Kernel.fastest(), workers),
                STEPS);
    }

    private static LearningRule rule(double rate, double temperature, boolean selfConnections) {
        return new LearningRule(
                rate, 0.8, 30, 0.1, 0.01, Optional.of(new DeepRewiring(0.2, 0.01, temperature, selfConnections, 9)));
    }

    /** Never more connections than the bound, always as many after a step; no weight against its source's sign. */
    @Test
    void deepRewiringKeepsItsPromisesInEveryIteration() {
        for (double temperature : new double[] {0, 1e-4}) {
            try (Workers workers = new Workers(1)) {
                LsnnTrainer trainer = trainer(rule(0.02, temperature, true), workers);
                LsnnNetwork network = trainer.network();
                List<SynapseMatrix> matrices = network.matrices();
                int bound = (12 * 20 + 20 * 20 + 20 * 3) / 5;
                float[] inSigns = network.in().signs().clone();
                float[] recSigns = network.rec().signs().clone();
                int moved = 0;
                double first = 0;
                double last = 0;
                for (int k = 0; k < 80; k++) {
                    boolean[] before = connections(network.rec());
                    double loss =
                            trainer.train(batch(k), new BatchState(P, BATCH), k).loss();
                    first += k < 10 ? loss / 10 : 0;
                    last += k >= 70 ? loss / 10 : 0;
                    assertThat(matrices.stream()
                                    .mapToInt(SynapseMatrix::connected)
                                    .sum())
                            .isEqualTo(bound);
                    assertThat(network.in().signs()).isEqualTo(inSigns);
                    assertThat(network.rec().signs()).isEqualTo(recSigns);
                    for (SynapseMatrix matrix : matrices) {
                        float[] weights = matrix.weights();
                        for (int i = 0; i < weights.length; i++) {
                            assertThat(weights[i] * matrix.signs()[i / matrix.targets()])
                                    .isGreaterThanOrEqualTo(0);
                        }
                    }
                    boolean[] after = connections(network.rec());
                    for (int i = 0; i < after.length; i++) {
                        moved += after[i] && !before[i] ? 1 : 0;
                    }
                }
                assertThat(moved).isGreaterThan(20);
                assertThat(last).isLessThan(0.7 * first);
            }
        }
    }

    private static boolean[] connections(SynapseMatrix matrix) {
        boolean[] connected = new boolean[matrix.size()];
        for (int i = 0; i < connected.length; i++) {
            connected[i] = matrix.theta()[i] > 0;
        }
        return connected;
    }

    @Test
    void neuronsAreNotConnectedToThemselvesIfThatIsOff() {
        try (Workers workers = new Workers(1)) {
            LsnnTrainer trainer = trainer(rule(0.02, 0, false), workers);
            for (int k = 0; k < 30; k++) {
                trainer.train(batch(k), new BatchState(P, BATCH), k);
            }
            for (int j = 0; j < 20; j++) {
                assertThat(trainer.network().rec().theta()[j * 20 + j]).isNotPositive();
            }
        }
    }

    /** One step by hand, from the gradient that the first step's moments give away. */
    @Test
    void aStepIsAdamThenDriftThenNewConnections() {
        try (Workers workers = new Workers(1)) {
            LsnnTrainer trainer = trainer(rule(0.02, 0, true), workers);
            SynapseMatrix rec = trainer.network().rec();
            float[] before = rec.theta().clone();
            trainer.train(batch(1), new BatchState(P, BATCH), 0);
            int kept = 0;
            int newborn = 0;
            for (int i = 0; i < before.length; i++) {
                double gradient = rec.first()[i] / 0.1;
                double adam =
                        before[i] - 0.02 * Math.signum(gradient) * Math.abs(gradient) / (Math.abs(gradient) + 3.2e-7);
                if (before[i] > 0 && adam > 0.02 * 0.01) {
                    assertThat((double) rec.theta()[i]).isCloseTo(adam - 0.02 * 0.01, within(2e-5));
                    kept++;
                } else if (rec.theta()[i] > 0) {
                    assertThat(rec.theta()[i]).isEqualTo(1e-12f);
                    newborn++;
                }
            }
            assertThat(kept).isGreaterThan(30);
            assertThat(newborn).isPositive();
        }
    }

    @Test
    void aNetworkWithoutSignsLearnsAsWell() {
        try (Workers workers = new Workers(2)) {
            LsnnTrainer trainer = trainer(new LearningRule(0.01, 1, 100, 0.01, 0.01, Optional.empty()), workers);
            BatchState state = new BatchState(P, BATCH);
            double first = trainer.train(batch(0), state, 0).loss();
            for (int k = 1; k < 60; k++) {
                trainer.train(batch(k), state, k);
            }
            Evaluation last = trainer.evaluate(batch(100), new BatchState(P, BATCH));
            assertThat(last.loss()).isLessThan(0.5 * first);
            assertThat(last.accuracy()).isGreaterThan(0.9);
            assertThat(trainer.network().bias().theta()).containsOnly(0f);
        }
    }

    /** What is no longer finite is named with its iteration, and nothing is learned from it. */
    @Test
    void divergenceStopsTheTraining() {
        try (Workers workers = new Workers(1)) {
            LsnnTrainer trainer = trainer(rule(0.02, 0, true), workers);
            trainer.train(batch(0), new BatchState(P, BATCH), 0);
            trainer.network().out().theta()[0] = Float.POSITIVE_INFINITY;
            float[] before = trainer.network().rec().theta().clone();
            assertThatThrownBy(() -> trainer.train(batch(1), new BatchState(P, BATCH), 1))
                    .isInstanceOfSatisfying(
                            UserException.class,
                            e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION))
                    .hasMessageMatching(
                            "training diverged in iteration 2: the loss is (NaN|Infinity); use a smaller learning rate");
            assertThat(trainer.network().rec().theta()).isEqualTo(before);
        }
    }

    @Test
    void theLearningRateDecaysInSteps() {
        LearningRule rule = rule(0.5, 0, true);
        assertThat(rule.rate(29)).isEqualTo(0.5);
        assertThat(rule.rate(30)).isCloseTo(0.4, within(1e-12));
        assertThat(rule.rate(60)).isCloseTo(0.32, within(1e-12));
    }
}
