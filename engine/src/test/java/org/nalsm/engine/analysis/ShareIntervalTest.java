package org.nalsm.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareIntervalTest {
    /** R: prop.test(81, 263, correct = FALSE) says 0.2553 to 0.3662 (Newcombe 1998, table I). */
    @Test
    void isThatOfPublishedExamples() {
        ShareInterval interval = ShareInterval.of(81 / 263.0, 263);
        assertThat(interval.low()).isEqualTo(0.2553, within(5e-5));
        assertThat(interval.high()).isEqualTo(0.3662, within(5e-5));
        ShareInterval few = ShareInterval.of(1 / 29.0, 29);
        assertThat(few.low()).isEqualTo(0.0061, within(5e-5));
        assertThat(few.high()).isEqualTo(0.1718, within(5e-5));
    }

    @Test
    void staysAShareAtTheEnds() {
        assertThat(ShareInterval.of(0, 20).low()).isEqualTo(0, within(1e-15));
        assertThat(ShareInterval.of(0, 20).high()).isEqualTo(0.1611, within(5e-5));
        assertThat(ShareInterval.of(1, 20).high()).isEqualTo(1, within(1e-15));
        assertThat(ShareInterval.of(0, 0).low()).isNaN();
    }

    @Test
    void isReadInPerCent() {
        assertThat(ShareInterval.of(81 / 263.0, 263)).hasToString("95 % interval 25.53 to 36.62");
    }
}
