package org.nalsm.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.family.liquid.Backend;

/** Variants in turns, on results that are made up. */
class RoundsTest {
    private static final Load LOAD = new Load(1, 2, 0, 1, 10, 1);
    private static final Variant SCALAR = new Variant("scalar", "{}", Backend.EVENT_SCALAR, LOAD);
    private static final Variant VECTOR = new Variant("vector", "{}", Backend.EVENT_VECTOR, LOAD);
    private static final Variant DENSE = new Variant("dense", "{}", Backend.DENSE, LOAD);
    private static final Variant OTHER = new Variant("other", "{\"a\":1}", Backend.EVENT_VECTOR, LOAD);

    private final List<String> order = new ArrayList<>();

    /** The n-th measurement takes n ms. */
    private VariantResult result(Variant variant) {
        order.add(variant.name());
        Spread millis = Spread.of(order.size());
        return new VariantResult(
                new BenchmarkedLiquid(3, 2, 5, 4, order.size()),
                new Initialisation(millis, millis),
                new float[] {1, 2},
                new Measurement(variant.backend().toString(), "", 1, millis, millis, 8, 2, 40, null),
                new int[][] {{1, 2, 3}, {4, 5, 6}});
    }

    private static VariantResult counting(VariantResult result, int... first) {
        return new VariantResult(
                result.liquid(), result.initialisation(), result.weights(), result.measurement(), new int[][] {
                    first, {4, 5, 6}
                });
    }

    /** Changes the n-th result, from 1. */
    private VariantRunner changing(int n, UnaryOperator<VariantResult> change) {
        return variant -> {
            VariantResult result = result(variant);
            return order.size() == n ? change.apply(result) : result;
        };
    }

    @Test
    void variantsTakeTurnsAndEachKeepsItsOwnPasses() {
        List<VariantSummary> summaries = new Rounds(this::result, 3).measure(List.of(SCALAR, VECTOR));
        assertThat(order).containsExactly("scalar", "vector", "scalar", "vector", "scalar", "vector");
        assertThat(summaries.get(0).measurement().millis().values()).containsExactly(1.0, 3.0, 5.0);
        assertThat(summaries.get(1).measurement().cpuMillis().values()).containsExactly(2.0, 4.0, 6.0);
        assertThat(summaries.get(1).initialisation().orElseThrow().millis().values())
                .containsExactly(2.0, 4.0, 6.0);
        assertThat(summaries).extracting(VariantSummary::variant).containsExactly(SCALAR, VECTOR);
        assertThat(summaries).extracting(VariantSummary::differingCounts).containsExactly(0.0, 0.0);
    }

    @Test
    void aVariantThatCountsOtherSpikesIsFound() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Rounds(changing(2, result -> counting(result, 1, 2, 4)), 1)
                        .measure(List.of(SCALAR, VECTOR)))
                .withMessage("the backends event-scalar and event-vector disagree: "
                        + "21 and 22 spikes, 1 of the counts differ");
    }

    @Test
    void soIsOneThatDoesSoInALaterRoundOnly() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new Rounds(changing(2, result -> counting(result, 2, 1, 3)), 2).measure(List.of(SCALAR)))
                .withMessageContaining("2 of the counts differ");
    }

    @Test
    void aKernelThatInitialisesToOtherWeightsIsFound() {
        UnaryOperator<VariantResult> heavier = result -> new VariantResult(
                result.liquid(), result.initialisation(), new float[] {1, 3}, result.measurement(), result.counts());
        assertThatIllegalStateException()
                .isThrownBy(() -> new Rounds(changing(2, heavier), 1).measure(List.of(SCALAR, VECTOR)))
                .withMessageContaining("event-vector initialises the liquid to other weights");
    }

    @Test
    void theLargestShareOfTheDenseBackendsRoundsIsKept() {
        List<VariantSummary> summaries =
                new Rounds(changing(2, result -> counting(result, 1, 3, 3)), 2).measure(List.of(SCALAR, DENSE));
        assertThat(summaries.get(1).differingCounts()).isCloseTo(1 / 6.0, within(1e-12));
    }

    @Test
    void liquidsThatDifferMayCountOtherSpikes() {
        List<VariantSummary> summaries =
                new Rounds(changing(2, result -> counting(result, 9, 9, 9)), 1).measure(List.of(VECTOR, OTHER));
        assertThat(summaries).hasSize(2);
    }
}
