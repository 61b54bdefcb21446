package org.nalsm.engine.csdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.engine.kernel.Kernel;

/** The unit tests of the design page, section 3. */
class TileKernelTest {
    private static final NeuronStep STEP = new NeuronStep(1, 0, 0.03f, (float) (1 - 3 / 13.0), 0.025f);

    private final float[] excitation = new float[Tile.WIDTH];
    private final float[] inhibition = new float[Tile.WIDTH];
    private final float[] v = new float[Tile.WIDTH];
    private final float[] threshold = new float[Tile.WIDTH];
    private final float[] trace = new float[Tile.WIDTH];

    private static TileKernel loops(Kernel kernel) {
        assumeTrue(kernel.isAvailable());
        return TileKernel.of(kernel);
    }

    @ParameterizedTest
    @EnumSource
    void traceOfAnIsolatedSpike(Kernel kernel) {
        TileKernel loops = loops(kernel);
        excitation[9] = 10;
        Arrays.fill(threshold, 0.1f);
        float[] expected = {1, 0.76923f, 0.59172f, 0.45517f};
        for (float x : expected) {
            long spikes = loops.advance(STEP, excitation, inhibition, 0, v, threshold, trace, 0);
            assertThat(spikes).isEqualTo(x == 1 ? 1L << 9 : 0);
            assertThat(trace[9]).isCloseTo(x, within(5e-6f));
            assertThat(v[9]).isZero();
            excitation[9] = 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void potentialUnderConstantCurrent(Kernel kernel) {
        TileKernel loops = loops(kernel);
        Arrays.fill(threshold, Float.POSITIVE_INFINITY);
        Arrays.fill(excitation, 2);
        for (int k = 1; k <= 60; k++) {
            assertThat(loops.advance(STEP, excitation, inhibition, 0, v, threshold, trace, 0))
                    .isZero();
            assertThat(v[63]).isCloseTo((float) (2 * (1 - Math.pow(0.97, k))), within(2e-6f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void thresholdOfASilentLayerFallsToTheFloor(Kernel kernel) {
        TileKernel loops = loops(kernel);
        Arrays.fill(threshold, 0.03f);
        for (int k = 1; k <= 10; k++) {
            loops.advance(STEP, excitation, inhibition, -0.001f, v, threshold, trace, 0);
            assertThat(threshold[0]).isCloseTo(Math.max(0.03f - 0.001f * k, 0.025f), within(1e-7f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void goodnessAndModulator(Kernel kernel) {
        TileKernel loops = loops(kernel);
        trace[3] = 1;
        trace[20] = 1;
        trace[63] = 0.5f;
        double delta = loops.sumOfSquares(trace, 0) - 10;
        assertThat(delta).isEqualTo(-7.75);
        float[] modulator = new float[Tile.WIDTH];
        loops.scale(trace, 0, Plasticity.factor(delta, true, 1), modulator);
        assertThat(modulator[3]).isCloseTo(-1.99914f, within(5e-6f));
        assertThat(modulator[63]).isCloseTo(-1.99914f / 2, within(5e-6f));
    }
}
