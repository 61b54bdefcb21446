package org.nalsm.engine.liquid.simulation.event;

import org.nalsm.engine.liquid.model.Plasticity;

/**
 * The running state of a plasticity rule: its rates and, for AP-STDP, which postsynaptic neurons let changes
 * through. The arithmetic of a weight change is in {@link StepKernel}.
 */
abstract class PlasticityRule {
    private static final float[] NO_CALCIUM = {};

    private float potentiation;

    static PlasticityRule of(Plasticity plasticity, int liquid) {
        if (plasticity instanceof Plasticity.AstrocyteStdp astrocyte) {
            return new AstrocyteRule(astrocyte.astrocyteWeight());
        }
        if (plasticity instanceof Plasticity.ActivityThresholdStdp threshold) {
            return new ActivityThresholdRule(threshold, liquid);
        }
        return new StdpRule();
    }

    /** Sets the rates to their values at the start of a presentation. */
    void startPresentation() {
        potentiation = Plasticity.RATE;
    }

    /** Step 1 is over: these liquid neurons spike. */
    void spiked(int[] spiking, int count) {}

    /** Rate p. */
    final float potentiation() {
        return potentiation;
    }

    /** Rate D. */
    abstract float depression();

    /** Whether a positive change of synapses onto {@code post} counts. */
    boolean allowsPotentiation(int post) {
        return true;
    }

    /** Whether a negative change of synapses onto {@code post} counts. */
    boolean allowsDepression(int post) {
        return true;
    }

    /** Whether {@link #allowsPotentiation} or {@link #allowsDepression} is ever false. */
    boolean gated() {
        return false;
    }

    /** What is never reset, by liquid neuron: calcium; the live array, empty for rules without one. */
    float[] calcium() {
        return NO_CALCIUM;
    }

    /** Steps 7 and 8. */
    void endStep(int liquidSpikes, int inputSpikes, float rateDecay) {
        potentiation *= rateDecay;
    }

    /** Astrocyte state, for observers; 0 if there is none. */
    float astrocyte() {
        return 0;
    }

    /** D = p. */
    private static final class StdpRule extends PlasticityRule {
        @Override
        float depression() {
            return potentiation();
        }
    }

    /** D = A. */
    private static final class AstrocyteRule extends PlasticityRule {
        private final float configuredWeight;
        private float weight;
        private float bias;
        private float state;

        AstrocyteRule(float configuredWeight) {
            this.configuredWeight = configuredWeight;
        }

        @Override
        void startPresentation() {
            super.startPresentation();
            weight = configuredWeight;
            bias = Plasticity.RATE;
            state = Plasticity.RATE;
        }

        @Override
        float depression() {
            return state;
        }

        @Override
        void endStep(int liquidSpikes, int inputSpikes, float rateDecay) {
            float drive = weight * (float) (liquidSpikes - inputSpikes) + bias;
            state = state + (drive - state) / Plasticity.AstrocyteStdp.TAU_MS;
            super.endStep(liquidSpikes, inputSpikes, rateDecay);
            state *= rateDecay;
            weight *= rateDecay;
            bias *= rateDecay;
        }

        @Override
        float astrocyte() {
            return state;
        }
    }

    /** D = p, gated by calcium, which is never reset. */
    private static final class ActivityThresholdRule extends PlasticityRule {
        private final float theta;
        private final float upper;
        private final float lower;
        private final float[] calcium;

        ActivityThresholdRule(Plasticity.ActivityThresholdStdp rule, int liquid) {
            theta = rule.theta();
            upper = rule.theta() + rule.delta();
            lower = rule.theta() - rule.delta();
            calcium = new float[liquid];
        }

        @Override
        void spiked(int[] spiking, int count) {
            for (int j = 0; j < calcium.length; j++) {
                calcium[j] = calcium[j] - calcium[j] / Plasticity.ActivityThresholdStdp.TAU_MS;
            }
            for (int k = 0; k < count; k++) {
                calcium[spiking[k]] += 1;
            }
            for (int j = 0; j < calcium.length; j++) {
                calcium[j] = Math.abs(calcium[j]) < StepKernel.FLUSH_BELOW ? 0 : calcium[j];
            }
        }

        @Override
        float depression() {
            return potentiation();
        }

        @Override
        boolean allowsPotentiation(int post) {
            return theta < calcium[post] && calcium[post] < upper;
        }

        @Override
        boolean allowsDepression(int post) {
            return lower < calcium[post] && calcium[post] < theta;
        }

        @Override
        boolean gated() {
            return true;
        }

        @Override
        float[] calcium() {
            return calcium;
        }
    }
}
