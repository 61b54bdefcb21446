package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LbfgsTest {
    /** sum_i c_i (x_i - i)^2 / 2 with c_i from 1 to 10,000; the minimum is known. */
    private static double bowl(double[] x, double[] gradient) {
        double value = 0;
        for (int i = 0; i < x.length; i++) {
            double curvature = Math.pow(10, 4.0 * i / (x.length - 1));
            gradient[i] = curvature * (x[i] - i);
            value += gradient[i] * (x[i] - i) / 2;
        }
        return value;
    }

    @Test
    void findsTheMinimumOfAnIllConditionedBowl() {
        List<Double> values = new ArrayList<>();
        double[] start = new double[30];
        double[] x = Lbfgs.minimise(LbfgsTest::bowl, start, 1000, 0, (i, value, at) -> values.add(value));
        for (int i = 0; i < x.length; i++) {
            assertThat(x[i]).isCloseTo(i, within(1e-5));
        }
        for (int i = 1; i < values.size(); i++) {
            assertThat(values.get(i)).isLessThanOrEqualTo(values.get(i - 1));
        }
        assertThat(start).containsOnly(0);
    }

    @Test
    void stopsWhenTheListenerHasEnoughAndWhenIterationsEnd() {
        List<Integer> iterations = new ArrayList<>();
        Lbfgs.minimise(LbfgsTest::bowl, new double[30], 50, 0, (i, value, at) -> {
            iterations.add(i);
            return i < 3;
        });
        assertThat(iterations).containsExactly(1, 2, 3);
        iterations.clear();
        Lbfgs.minimise(LbfgsTest::bowl, new double[30], 5, 0, (i, value, at) -> iterations.add(i));
        assertThat(iterations).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void takesNoStepFromTheMinimum() {
        double[] x = Lbfgs.minimise(
                (at, gradient) -> {
                    gradient[0] = 2 * (at[0] - 4);
                    return (at[0] - 4) * (at[0] - 4);
                },
                new double[] {4},
                10,
                0,
                (i, value, at) -> {
                    throw new AssertionError("stepped");
                });
        assertThat(x).containsExactly(4);
    }
}
