package org.nalsm.engine.liquid.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EventShiftTest {
    @Test
    void eventsAreReflectedAtBothEnds() {
        assertThat(EventShift.shifted(100, 0, 250)).isEqualTo(100);
        assertThat(EventShift.shifted(100, 7, 250)).isEqualTo(107);
        assertThat(EventShift.shifted(3, -3, 250)).isZero();
        assertThat(EventShift.shifted(3, -4, 250)).isEqualTo(1);
        assertThat(EventShift.shifted(0, -12, 250)).isEqualTo(12);
        assertThat(EventShift.shifted(245, 4, 250)).isEqualTo(249);
        assertThat(EventShift.shifted(245, 5, 250)).isEqualTo(248);
        assertThat(EventShift.shifted(249, 12, 250)).isEqualTo(237);
    }

    /** The nested absolute values by which the publication reflects, valid for shifts shorter than the window. */
    @Test
    void agreesWithNestedAbsoluteValues() {
        int last = 249;
        for (int t = 0; t <= last; t++) {
            for (int shift = -last; shift <= last; shift++) {
                int expected = Math.abs(Math.abs(Math.abs(t + shift) - last) - last);
                assertThat(EventShift.shifted(t, shift, 250)).isEqualTo(expected);
            }
        }
    }

    @Test
    void shortWindowsReflectAgain() {
        assertThat(EventShift.shifted(1, 6, 3)).isEqualTo(1);
        assertThat(EventShift.shifted(0, -7, 3)).isEqualTo(1);
        assertThat(EventShift.shifted(0, 3, 2)).isEqualTo(1);
        assertThat(EventShift.shifted(0, -4, 1)).isZero();
    }

    @Test
    void shiftsAreTenTimesZRounded() {
        EventShift shift = new EventShift(7);
        NoiseDraw noise = new NoiseDraw(7);
        double sum = 0;
        double squares = 0;
        int n = 20_000;
        for (int sample = 0; sample < n; sample++) {
            int ms = shift.shiftMs(sample);
            assertThat((double) ms).isCloseTo(10 * noise.z(0, sample), within(0.5));
            sum += ms;
            squares += (double) ms * ms;
        }
        // Rounding adds a variance of 1 / 12.
        assertThat(sum / n).isCloseTo(0, within(5 * 10 / Math.sqrt(n)));
        assertThat(squares / n).isCloseTo(100.083, within(5 * 100 * Math.sqrt(2.0 / n)));
    }

    @Test
    void refusesEventsOutsideTheWindow() {
        assertThatThrownBy(() -> EventShift.shifted(250, 0, 250))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("250");
        assertThatThrownBy(() -> EventShift.shifted(-1, 0, 250)).isInstanceOf(IllegalArgumentException.class);
    }
}
