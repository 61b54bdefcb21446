package org.nalsm.spark.family.csdp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;

/** Runs of a small network on a few real images. */
final class SmallCsdp {
    static final int TEST_IMAGES = 30;
    static final int VALID_IMAGES = 20;
    static final int EPOCHS = 3;
    static final int PER_EPOCH = 4;
    static final int STEPS = 12;

    private SmallCsdp() {}

    static Experiment experiment(Path output, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "model.name=csdp",
                "output.dir=" + output,
                "data.train-samples=85",
                "data.valid-samples=" + VALID_IMAGES,
                "data.test-samples=" + TEST_IMAGES,
                "csdp.hidden1=60",
                "csdp.hidden2=30",
                "csdp.dynamics.steps=" + STEPS,
                "csdp.training.epochs=" + EPOCHS,
                "csdp.training.batch-size=20",
                "csdp.test.recorded-samples=2",
                "csdp.test.samples-per-block=8"));
        all.addAll(List.of(settings));
        return Experiment.of(Families.configLoader().load(List.of(), all));
    }

    static Experiment unsupervised(Path output, String... settings) {
        List<String> all = new ArrayList<>(List.of("csdp.learning=unsupervised"));
        all.addAll(List.of(settings));
        return experiment(output, all.toArray(String[]::new));
    }
}
