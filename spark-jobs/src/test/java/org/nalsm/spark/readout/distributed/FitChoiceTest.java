package org.nalsm.spark.readout.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.EpochRecord;
import org.nalsm.spark.readout.FeatureScaling;
import org.nalsm.spark.readout.FittedScaling;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.TrainedReadout;

/** On invented accuracies. */
class FitChoiceTest {
    private static final int NEVER = Integer.MAX_VALUE;

    /** The lengths that a penalty is fitted with, if a fit of the n-th length has the n-th accuracy. */
    private static List<Integer> lengths(FitChoice choice, double penalty, int converges, double... accuracies) {
        List<Integer> lengths = new ArrayList<>();
        choice.startPenalty();
        while (choice.goesOn()) {
            lengths.add(choice.length());
            int epoch = Math.min(choice.length(), converges);
            double accuracy = accuracies[lengths.size() - 1];
            choice.fitted(new EpochRecord(epoch, penalty, 0.5, 1, accuracy, 0), readout(penalty, epoch));
        }
        return lengths;
    }

    /** Tells of its fit by the bias of class 0 and 1. */
    private static TrainedReadout readout(double penalty, int epoch) {
        double[] bias = new double[CountMatrix.CLASSES];
        bias[0] = penalty;
        bias[1] = epoch;
        return TrainedReadout.of(
                new double[CountMatrix.CLASSES][1], bias, new FittedScaling(FeatureScaling.TRAINING_MAXIMUM, 1, 250));
    }

    @Test
    void lengthsGrowUntilOneIsWorse() {
        assertThat(lengths(new FitChoice(1000), 1, NEVER, 0.5, 0.7, 0.6)).containsExactly(10, 20, 40);
        assertThat(lengths(new FitChoice(1000), 1, NEVER, 0.5, 0.5, 0.4)).containsExactly(10, 20, 40);
    }

    @Test
    void noFitIsLongerThanTheLongest() {
        assertThat(lengths(new FitChoice(50), 1, NEVER, 0.1, 0.2, 0.3, 0.4)).containsExactly(10, 20, 40, 50);
        assertThat(lengths(new FitChoice(40), 1, NEVER, 0.1, 0.2, 0.3)).containsExactly(10, 20, 40);
        assertThat(lengths(new FitChoice(3), 1, NEVER, 0.1)).containsExactly(3);
    }

    @Test
    void whatHasComeToItsEndIsNotMadeLonger() {
        assertThat(lengths(new FitChoice(1000), 1, 27, 0.1, 0.2, 0.3)).containsExactly(10, 20, 40);
        assertThat(lengths(new FitChoice(1000), 1, 20, 0.1, 0.2, 0.2)).containsExactly(10, 20, 40);
    }

    @Test
    void theBestOfAllIsTheFirstOfEquals() {
        FitChoice choice = new FitChoice(80);
        assertThat(lengths(choice, 1e-2, NEVER, 0.6, 0.8, 0.7)).containsExactly(10, 20, 40);
        assertThat(lengths(choice, 1e-3, NEVER, 0.7, 0.9, 0.9, 0.8)).containsExactly(10, 20, 40, 80);
        assertThat(lengths(choice, 1e-4, NEVER, 0.9, 0.9, 0.8)).containsExactly(10, 20, 40);
        ReadoutResult result = choice.result();
        assertThat(result.penalty()).isEqualTo(1e-3);
        assertThat(result.bestEpoch()).isEqualTo(20);
        assertThat(result.validAccuracy()).isEqualTo(0.9);
        assertThat(result.readout().bias(0)).isEqualTo(1e-3);
        assertThat(result.readout().bias(1)).isEqualTo(20);
        assertThat(result.epochs()).hasSize(10);
    }
}
