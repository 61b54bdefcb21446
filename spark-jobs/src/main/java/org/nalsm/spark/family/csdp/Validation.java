package org.nalsm.spark.family.csdp;

import java.util.stream.IntStream;
import org.nalsm.engine.csdp.CsdpSimulator;
import org.nalsm.engine.csdp.Outcome;
import org.nalsm.engine.csdp.Presentation;
import org.nalsm.engine.csdp.task.Pixels;
import org.nalsm.engine.csdp.task.Scores;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;

/**
 * Means over the validation samples, shown without context.
 *
 * @param accuracy of the classifier, 0 to 1
 * @param nll negative log-likelihood of the classes, nats
 * @param crossEntropy of the reconstructions, summed over the pixels, nats
 * @param squaredError of the reconstructions, summed over the pixels
 */
record Validation(double accuracy, double nll, double crossEntropy, double squaredError) {
    /** Samples that are shown at a time. */
    private static final int TOGETHER = 1000;

    /** Shows all validation samples. */
    static Validation of(CsdpSettings settings, CsdpSimulator simulator, ImageDataset images) {
        int classes = CsdpSettings.CLASSES;
        int inputs = CsdpSettings.INPUTS;
        int divisor = settings.config().divisor();
        int correct = 0;
        double[] sums = new double[3];
        for (int from = 0; from < settings.validSamples(); from += TOGETHER) {
            int[] ids = IntStream.range(from, Math.min(settings.validSamples(), from + TOGETHER))
                    .map(Split.VALID::sampleId)
                    .toArray();
            Presentation shown = Pixels.shown(images, ids, -1);
            Outcome outcome = simulator.run(shown);
            for (int b = 0; b < ids.length; b++) {
                int label = images.label(ids[b]);
                int[] counts = outcome.classSpikes();
                correct += Scores.predicted(counts, b * classes, classes) == label ? 1 : 0;
                sums[0] += Scores.negativeLogLikelihood(counts, b * classes, classes, label);
                float[] traces = outcome.reconstruction();
                sums[1] += Scores.crossEntropy(shown.pixels(), traces, b * inputs, inputs, divisor);
                sums[2] += Scores.squaredError(shown.pixels(), traces, b * inputs, inputs, divisor);
            }
        }
        double n = settings.validSamples();
        return new Validation(correct / n, sums[0] / n, sums[1] / n, sums[2] / n);
    }
}
