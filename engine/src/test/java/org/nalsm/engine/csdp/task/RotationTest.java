package org.nalsm.engine.csdp.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RotationTest {
    private static final float[] CORNER = {
        1, 2, 3,
        4, 5, 6,
        7, 8, 9
    };

    @Test
    void quarterTurnsMoveEveryPixelAndNoTurnNone() {
        Rotation rotation = new Rotation(3, 3);
        assertThat(rotation.turn(CORNER, 0)).containsExactly(CORNER);
        assertThat(rotation.turn(CORNER, 90)).containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, within(1e-5f));
        assertThat(rotation.turn(CORNER, -90)).containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, within(1e-5f));
    }

    /** At 45 degrees the middle of the right edge looks at a point between pixels (bilinear), corners beyond the edge. */
    @Test
    void betweenPixelsItIsBilinearAndBeyondTheEdgeItGoesOn() {
        float[] turned = new Rotation(3, 3).turn(CORNER, 45);
        double side = Math.sqrt(0.5);
        assertThat(turned[4]).isEqualTo(5);
        // Pixel (1, 2) comes from row 1 + side, column 1 + side: between 5, 6, 8 and 9.
        double expected = 5 * (1 - side) * (1 - side) + 6 * side * (1 - side) + 8 * side * (1 - side) + 9 * side * side;
        assertThat((double) turned[5]).isCloseTo(expected, within(1e-5));
        // Pixel (0, 2) comes from row 1, column 1 + 2 side, beyond the right edge.
        assertThat(turned[2]).isCloseTo(6, within(1e-5f));
    }
}
