package org.nalsm.engine.lsnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.lsnn.ReferenceLayer.Course;
import org.nalsm.engine.lsnn.ReferenceLayer.Start;
import org.nalsm.engine.lsnn.ReferenceLayer.Values;
import org.nalsm.engine.training.Workers;

/**
 * The backward pass against forward-mode differentiation in double, which in turn is held against central differences of the
 * model with smooth spikes, where the pseudo-derivative is the derivative. Delays, refractoriness, reset, adaptation, an
 * initial state and the rate regulariser all take part.
 */
class GradientTest {
    private static final int STEPS = 70;
    private static final int SAMPLES = 20;
    private static final int OUTPUTS = 3;
    private static final int[][] WINDOWS = {{1, 35}, {36, 70}};
    private static final double TARGET = 0.02;
    private static final double REGULARISER = 0.7;
    private static final AlifParameters P = new AlifParameters(6, 5, 4, 8, 6, 25, 1.8, 0.01, 3, 4, 0.3);
    private static final int N = P.neurons();
    private static final String[] KINDS = {"input weights", "recurrent weights", "readout weights", "readout bias"};

    private final Random random = new Random(5);
    private final int[] inDelay = delays(P.inputs() * N);
    private final int[] recDelay = delays(N * N);
    private final Values earlier = weights();
    private final Values weights = weights();
    private final List<double[][]> earlierInputs = inputs();
    private final List<double[][]> inputs = inputs();
    private final int[][] targets = targets();
    private final ReferenceLayer reference = new ReferenceLayer(P, inDelay, recDelay, OUTPUTS, WINDOWS, false);

    private int[] delays(int count) {
        return random.ints(count, 0, P.delays()).toArray();
    }

    /** Floats in double, so that both sides have the same. */
    private Values weights() {
        Values w = new Values(P.inputs() * N, N * N, N * OUTPUTS, OUTPUTS);
        fill(w.in, 0.03);
        fill(w.rec, 0.04);
        fill(w.out, 1.5);
        fill(w.bias, 0.3);
        return w;
    }

    private void fill(double[] values, double scale) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(4) == 0 ? 0 : (float) (scale * (random.nextGaussian() + 0.3));
        }
    }

    private List<double[][]> inputs() {
        List<double[][]> all = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            double[][] x = new double[STEPS + 1][P.inputs()];
            for (int t = 1; t <= STEPS; t++) {
                for (int i = 0; i < P.inputs(); i++) {
                    x[t][i] = random.nextInt(5) == 0 ? 1 : 0;
                }
            }
            all.add(x);
        }
        return all;
    }

    /** A class for each sample and window; -1 where there is none. */
    private int[][] targets() {
        int[][] all = new int[SAMPLES][WINDOWS.length];
        for (int[] sample : all) {
            for (int w = 0; w < WINDOWS.length; w++) {
                sample[w] = random.nextInt(OUTPUTS + 1) - 1;
            }
        }
        return all;
    }

    private List<Course> courses(ReferenceLayer layer, Values w, Values direction, List<Course> masks) {
        List<Course> all = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            Start start = reference.run(earlierInputs.get(s), earlier, zeros(), new Start(P), null).end;
            all.add(layer.run(inputs.get(s), w, direction, start, masks == null ? null : masks.get(s).refractory));
        }
        return all;
    }

    private static Values zeros() {
        return new Values(P.inputs() * N, N * N, N * OUTPUTS, OUTPUTS);
    }

    private static Values direction(int kind, int index) {
        Values direction = zeros();
        direction.part(kind)[index] = 1;
        return direction;
    }

    /** Mean cross-entropy of the windows that have a class, and the squared distance of each neuron's rate from the target. */
    private double loss(List<Course> courses) {
        double loss = 0;
        for (int s = 0; s < SAMPLES; s++) {
            for (int w = 0; w < WINDOWS.length; w++) {
                if (targets[s][w] >= 0) {
                    loss -= Math.log(softmax(courses.get(s).outputs[w])[targets[s][w]]) / counted();
                }
            }
        }
        for (int j = 0; j < N; j++) {
            loss += REGULARISER * Math.pow(rate(courses, j) - TARGET, 2);
        }
        return loss;
    }

    private double derivative(List<Course> courses) {
        double sum = 0;
        for (int s = 0; s < SAMPLES; s++) {
            for (int w = 0; w < WINDOWS.length; w++) {
                for (int o = 0; o < OUTPUTS; o++) {
                    sum += adjoint(courses.get(s).outputs[w], targets[s][w], o) * courses.get(s).dOutputs[w][o];
                }
            }
        }
        for (int j = 0; j < N; j++) {
            double dRate = 0;
            for (Course course : courses) {
                for (int t = 1; t <= STEPS; t++) {
                    dRate += course.dz[t][j] / (SAMPLES * (double) STEPS);
                }
            }
            sum += 2 * REGULARISER * (rate(courses, j) - TARGET) * dRate;
        }
        return sum;
    }

    private double adjoint(double[] outputs, int target, int o) {
        return target < 0 ? 0 : (softmax(outputs)[o] - (o == target ? 1 : 0)) / counted();
    }

    private int counted() {
        int count = 0;
        for (int[] sample : targets) {
            for (int target : sample) {
                count += target >= 0 ? 1 : 0;
            }
        }
        return count;
    }

    private static double rate(List<Course> courses, int j) {
        double sum = 0;
        for (Course course : courses) {
            for (int t = 1; t <= STEPS; t++) {
                sum += course.z[t][j];
            }
        }
        return sum / (SAMPLES * (double) STEPS);
    }

    private static double[] softmax(double[] y) {
        double sum = 0;
        double[] shares = new double[y.length];
        for (int o = 0; o < y.length; o++) {
            shares[o] = Math.exp(y[o]);
            sum += shares[o];
        }
        for (int o = 0; o < y.length; o++) {
            shares[o] /= sum;
        }
        return shares;
    }

    @Test
    void forwardModeIsTheDerivativeOfTheSmoothModel() {
        ReferenceLayer smooth = new ReferenceLayer(P, inDelay, recDelay, OUTPUTS, WINDOWS, true);
        List<Course> masks = courses(reference, weights, zeros(), null);
        double step = 1e-7;
        for (int kind = 0; kind < KINDS.length; kind++) {
            double[] values = weights.part(kind);
            double largest = 0;
            double error = 0;
            for (int i = 0; i < values.length; i += 3) {
                double exact = derivative(courses(smooth, weights, direction(kind, i), masks));
                double before = values[i];
                values[i] = before + step;
                double above = loss(courses(smooth, weights, zeros(), masks));
                values[i] = before - step;
                double below = loss(courses(smooth, weights, zeros(), masks));
                values[i] = before;
                largest = Math.max(largest, Math.abs(exact));
                error = Math.max(error, Math.abs(exact - (above - below) / (2 * step)));
            }
            assertThat(largest).as(KINDS[kind]).isGreaterThan(1e-4);
            assertThat(error / largest).as(KINDS[kind]).isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void theBackwardPassAgreesWithForwardMode(Kernel kernel) {
        List<Course> courses = courses(reference, weights, zeros(), null);
        assertEverythingTakesPart(courses);
        Gradient gradient = backward(kernel, courses);
        float[][] parts = {gradient.in(), gradient.rec(), gradient.out(), gradient.bias()};
        for (int kind = 0; kind < KINDS.length; kind++) {
            double largest = 0;
            double error = 0;
            for (int i = 0; i < parts[kind].length; i++) {
                double exact = derivative(courses(reference, weights, direction(kind, i), null));
                largest = Math.max(largest, Math.abs(exact));
                error = Math.max(error, Math.abs(exact - parts[kind][i]));
            }
            assertThat(largest).as(KINDS[kind]).isGreaterThan(1e-4);
            assertThat(error / largest).as(KINDS[kind]).isLessThan(1e-5);
        }
    }

    private static void assertEverythingTakesPart(List<Course> courses) {
        for (int j = 0; j < N; j++) {
            assertThat(rate(courses, j)).as("rate of neuron %d", j).isBetween(0.003, 0.3);
        }
        double highest = 0;
        int refractory = 0;
        for (Course course : courses) {
            for (int t = 1; t <= STEPS; t++) {
                for (int j = 0; j < N; j++) {
                    highest = Math.max(highest, course.threshold[t][j]);
                    refractory += course.refractory[t][j] ? 1 : 0;
                }
            }
        }
        assertThat(highest).isGreaterThan(2 * P.threshold());
        assertThat(refractory).isGreaterThan(500);
    }

    /** Also holds the forward pass against the reference: spikes, thresholds and outputs. */
    private Gradient backward(Kernel kernel, List<Course> courses) {
        ReadoutWindows windows = ReadoutWindows.equal(2, 35);
        try (Workers workers = new Workers(2)) {
            BatchPass pass = new BatchPass(P, windows, STEPS, kernel, workers);
            BatchState state = new BatchState(P, SAMPLES);
            pass.forward(sequences(earlierInputs), layer(earlier), readout(earlier), state);
            BatchPass.Outcome outcome = pass.forward(sequences(inputs), layer(weights), readout(weights), state);
            float[] adjoints = new float[outcome.outputs().length];
            for (int s = 0; s < SAMPLES; s++) {
                for (int t = 1; t <= STEPS; t++) {
                    for (int j = 0; j < N; j++) {
                        assertThat(pass.spiked(s, t, j)).isEqualTo(courses.get(s).z[t][j] == 1);
                        assertThat((double) pass.threshold(s, t, j))
                                .isCloseTo(courses.get(s).threshold[t][j], within(1e-7));
                    }
                }
                for (int w = 0; w < WINDOWS.length; w++) {
                    double[] outputs = courses.get(s).outputs[w];
                    for (int o = 0; o < OUTPUTS; o++) {
                        int at = (s * WINDOWS.length + w) * OUTPUTS + o;
                        assertThat((double) outcome.outputs()[at]).isCloseTo(outputs[o], within(1e-6));
                        adjoints[at] = (float) adjoint(outputs, targets[s][w], o);
                    }
                }
            }
            float[] spikeAdjoints = new float[N];
            for (int j = 0; j < N; j++) {
                assertThat(outcome.spikes()[j]).isEqualTo(Math.round(rate(courses, j) * SAMPLES * STEPS));
                spikeAdjoints[j] = (float) (2 * REGULARISER * (rate(courses, j) - TARGET) / (SAMPLES * (double) STEPS));
            }
            return pass.backward(adjoints, spikeAdjoints);
        }
    }

    private static List<InputSequence> sequences(List<double[][]> samples) {
        List<InputSequence> all = new ArrayList<>();
        for (double[][] x : samples) {
            List<Integer> events = new ArrayList<>();
            for (int t = 1; t <= STEPS; t++) {
                for (int i = 0; i < P.inputs(); i++) {
                    if (x[t][i] == 1) {
                        events.add(InputSequence.event(t, i));
                    }
                }
            }
            all.add(InputSequence.spikes(
                    STEPS, events.stream().mapToInt(Integer::intValue).toArray()));
        }
        return all;
    }

    private LayerWeights layer(Values w) {
        return new LayerWeights(floats(w.in), floats(w.rec), inDelay, recDelay);
    }

    private static Readout readout(Values w) {
        return new Readout(floats(w.out), floats(w.bias));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
