package org.nalsm.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Known answers of Philox4x32-10 as published with Random123. */
class PhiloxTest {
    @Test
    void zeroCounterAndKey() {
        assertBlock(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    }

    @Test
    void allOnes() {
        assertBlock(-1, -1, -1, -1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }

    @Test
    void digitsOfPi() {
        assertBlock(
                0xa4093822,
                0x299f31d0,
                0x243f6a88,
                0x85a308d3,
                0x13198a2e,
                0x03707344,
                0xd16cfe09,
                0x94fdcceb,
                0x5001e420,
                0x24126ea1);
    }

    @Test
    void seedAndStreamAreKeyAndLastCounterWord() {
        int[] expected = new int[4];
        Philox.block(0x89abcdef, 0x01234567, 7, 8, 9, 5, expected);
        int[] actual = new int[4];
        new Philox(0x0123456789abcdefL).block(Stream.SAMPLE_SPIKES, 7, 8, 9, actual);
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void uniformCoversZeroToJustBelowOne() {
        assertThat(Philox.uniform(0xff)).isZero();
        assertThat(Philox.uniform(-1)).isEqualTo(1 - 0x1p-24f);
    }

    private static void assertBlock(int key0, int key1, int c0, int c1, int c2, int c3, int... expected) {
        int[] out = new int[4];
        Philox.block(key0, key1, c0, c1, c2, c3, out);
        assertThat(out).containsExactly(expected);
    }
}
