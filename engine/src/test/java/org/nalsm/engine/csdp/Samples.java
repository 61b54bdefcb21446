package org.nalsm.engine.csdp;

import java.util.Random;

/** Made-up samples: a bright blob on a dark ground, elsewhere for every class. */
final class Samples {
    private Samples() {}

    static Presentation of(CsdpModel model, int samples, int positives) {
        Random random = new Random(3);
        float[] pixels = new float[samples * model.inputs()];
        int[] context = new int[samples];
        int[] keys = new int[samples];
        int width = Math.max(1, model.inputs() / model.classes());
        for (int b = 0; b < samples; b++) {
            int label = b % model.classes();
            for (int i = 0; i < model.inputs(); i++) {
                boolean isBright = i / width == label || random.nextInt(12) == 0;
                pixels[b * model.inputs() + i] = isBright ? 0.5f + random.nextFloat() / 2 : 0;
            }
            context[b] = b < positives ? label : (label + 1) % model.classes();
            keys[b] = 100 + b;
        }
        return new Presentation(pixels, context, keys, 1, positives);
    }
}
