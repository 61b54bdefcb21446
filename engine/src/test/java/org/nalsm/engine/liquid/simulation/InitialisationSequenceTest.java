package org.nalsm.engine.liquid.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

class InitialisationSequenceTest {
    private static final long SEED = 0x123456789abcdefL;

    @ParameterizedTest
    @CsvSource({"100,100", "100,30", "100,101", "100,250", "7,50", "1,5", "1000,1"})
    void agreesWithASortOfAllPairs(int samples, int snapshots) {
        List<Integer> sequence = samples(new InitialisationSequence(SEED, samples, snapshots));
        assertThat(sequence).hasSize(snapshots).isEqualTo(naive(samples, snapshots));
    }

    @Test
    void streamHasTheNumberOfTheSemantics() {
        assertThat(Stream.INITIALISATION_ORDER.number()).isEqualTo(7);
    }

    @Test
    void everySampleOnceWhenThereAreAsManySnapshots() {
        List<Integer> sequence = samples(new InitialisationSequence(SEED, 500, 500));
        assertThat(sequence)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).boxed().toList())
                .isNotEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void wholeRepetitionsShowEverySampleEquallyOften() {
        int[] shown = new int[50];
        samples(new InitialisationSequence(SEED, 50, 150)).forEach(sample -> shown[sample]++);
        assertThat(shown).containsOnly(3);
    }

    @Test
    void noSampleIsShownMoreOftenThanThereAreRepetitions() {
        int[] shown = new int[50];
        samples(new InitialisationSequence(SEED, 50, 120)).forEach(sample -> shown[sample]++);
        assertThat(IntStream.of(shown).max()).hasValue(3);
        assertThat(IntStream.of(shown).sum()).isEqualTo(120);
    }

    @Test
    void anotherSeedAnotherOrder() {
        assertThat(samples(new InitialisationSequence(SEED, 100, 100)))
                .isNotEqualTo(samples(new InitialisationSequence(SEED + 1, 100, 100)));
    }

    @Test
    void noSnapshotsIsAnEmptySequence() {
        assertThat(new InitialisationSequence(SEED, 10, 0).length()).isZero();
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> new InitialisationSequence(SEED, 0, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 snapshots from 0 samples");
        assertThatThrownBy(() -> new InitialisationSequence(SEED, 10, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 snapshots from 10 samples");
    }

    private static List<Integer> samples(InitialisationSequence sequence) {
        return IntStream.range(0, sequence.length()).mapToObj(sequence::sample).toList();
    }

    private static List<Integer> naive(int samples, int snapshots) {
        record Shown(BigInteger key, int sample, int repetition) {}
        List<Shown> all = new ArrayList<>();
        int[] x = new int[4];
        for (int repetition = 0; repetition < Math.ceil((double) snapshots / samples); repetition++) {
            for (int sample = 0; sample < samples; sample++) {
                new Philox(SEED).block(Stream.INITIALISATION_ORDER, sample, repetition, 0, x);
                BigInteger key = BigInteger.valueOf(Integer.toUnsignedLong(x[0]))
                        .shiftLeft(32)
                        .add(BigInteger.valueOf(Integer.toUnsignedLong(x[1])));
                all.add(new Shown(key, sample, repetition));
            }
        }
        all.sort(Comparator.comparing(Shown::key).thenComparing(Shown::sample).thenComparing(Shown::repetition));
        return all.subList(0, snapshots).stream().map(Shown::sample).toList();
    }
}
