package org.nalsm.spark.family.liquid.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.model.Plasticity;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.LiquidWeights;
import org.nalsm.spark.family.liquid.StoredReadout;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.FeatureScaling;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.StoredRun;

/**
 * Network, initialised weights and readout of a run in one NumPy archive, with all that simulating a sample needs besides:
 * {@code docker/notebooks/nalsm_liquid.py} does so with NumPy alone.
 */
final class LiquidArchive {
    private static final String FILE = "liquid" + NumpyArchive.SUFFIX;

    private LiquidArchive() {}

    /** @return a line on the file: where it is and what it holds */
    static String write(StoredRun run, ExportFolder folder) {
        Map<String, NumpyArray> arrays = new LinkedHashMap<>();
        LiquidSettings settings = LiquidSettings.of(run.experiment());
        putLiquid(arrays, run, settings);
        putReadout(arrays, StoredReadout.read(run));
        return folder.write(FILE, out -> NumpyArchive.writeCompressed(out, arrays)) + "  ("
                + String.join(", ", arrays.keySet()) + "; docker/notebooks/nalsm_liquid.py reads it)";
    }

    private static void putLiquid(Map<String, NumpyArray> arrays, StoredRun run, LiquidSettings settings) {
        Network network = new NetworkGenerator(settings.network()).generate();
        LiquidModel model = settings.model();
        float[] weights = LiquidWeights.read(run.store(), run.runId());
        int[] pre = new int[weights.length];
        int[] post = new int[weights.length];
        for (int neuron = 0; neuron < network.liquid() + network.inputs(); neuron++) {
            for (int s = network.rowStart(neuron); s < network.rowStart(neuron + 1); s++) {
                pre[s] = neuron;
                post[s] = network.post(s);
            }
        }
        arrays.put("neurons", number(network.liquid()));
        arrays.put("excitatory", number(network.excitatory()));
        arrays.put("inputs", number(network.inputs()));
        arrays.put("pre", NumpyArray.of(pre, pre.length));
        arrays.put("post", NumpyArray.of(post, post.length));
        arrays.put("weights", NumpyArray.of(weights, weights.length));
        arrays.put("max_weight", number(model.maxWeight()));
        arrays.put("plasticity", number(plasticity(model.sample())));
        arrays.put("astrocyte_weight", number(astrocyteWeight(model.sample())));
        arrays.put("rate_decay", number(model.rateDecay()));
        arrays.put("duration_ms", number(settings.config().simulation().durationMs()));
        arrays.put("run_seed", NumpyArray.of(new long[] {settings.runSeed()}));
    }

    /** What happens to weights while a sample is shown: 0 nothing, 1 astrocyte-modulated STDP, 2 STDP. */
    private static int plasticity(Plasticity rule) {
        if (rule instanceof Plasticity.AstrocyteStdp) {
            return 1;
        }
        return rule instanceof Plasticity.Stdp ? 2 : 0;
    }

    private static float astrocyteWeight(Plasticity rule) {
        return rule instanceof Plasticity.AstrocyteStdp astrocyte ? astrocyte.astrocyteWeight() : 0;
    }

    private static void putReadout(Map<String, NumpyArray> arrays, TrainedReadout readout) {
        int neurons = readout.neurons();
        double[] weights = new double[CountMatrix.CLASSES * neurons];
        double[] bias = new double[CountMatrix.CLASSES];
        for (int k = 0; k < CountMatrix.CLASSES; k++) {
            System.arraycopy(readout.weights(k), 0, weights, k * neurons, neurons);
            bias[k] = readout.bias(k);
        }
        boolean batches = readout.scaling().kind() == FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM;
        arrays.put("readout_weights", NumpyArray.of(weights, CountMatrix.CLASSES, neurons));
        arrays.put("readout_bias", NumpyArray.of(bias, CountMatrix.CLASSES));
        arrays.put("training_maximum", number(readout.scaling().trainingMaximum()));
        arrays.put("batch_size", number(batches ? readout.scaling().batchSize() : 0));
    }

    private static NumpyArray number(int value) {
        return NumpyArray.of(new int[] {value});
    }

    private static NumpyArray number(float value) {
        return NumpyArray.of(new float[] {value});
    }
}
