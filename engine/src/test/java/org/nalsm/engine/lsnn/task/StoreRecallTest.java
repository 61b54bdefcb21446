package org.nalsm.engine.lsnn.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nalsm.engine.lsnn.InputSequence;

class StoreRecallTest {
    private static final StoreRecall TASK = new StoreRecall(12, 200, 6);
    private static final int SEQUENCES = 2000;

    /** Every rule of a sequence, and the target from the symbols by looking backwards. */
    @Test
    void sequencesFollowTheRules() {
        int flipped = 0;
        int afterStore = 0;
        int ones = 0;
        int recalls = 0;
        for (int number = 0; number < SEQUENCES; number++) {
            StoreRecall.Sequence sequence = new StoreRecall(12, 1, 6).sequence(7, number);
            int[] symbols = sequence.symbols();
            boolean pending = false;
            int stores = 0;
            for (int s = 0; s < 12; s++) {
                int expected = -1;
                if (symbols[s] == StoreRecall.STORE) {
                    assertThat(pending).isFalse();
                    assertThat(symbols[s + 1]).isLessThan(2);
                    assertThat(sequence.shown()[s]).isEqualTo(symbols[s + 1]);
                    pending = true;
                    stores++;
                    afterStore++;
                    flipped += sequence.shown()[s + 1] == symbols[s + 1] ? 0 : 1;
                } else if (symbols[s] == StoreRecall.RECALL) {
                    assertThat(pending).isTrue();
                    pending = false;
                    int store = s;
                    while (symbols[store] != StoreRecall.STORE) {
                        store--;
                    }
                    expected = symbols[store + 1];
                    assertThat(sequence.shown()[s]).isEqualTo(-1);
                    recalls++;
                    ones += expected;
                } else if (s == 0 || symbols[s - 1] != StoreRecall.STORE) {
                    assertThat(sequence.shown()[s]).isEqualTo(symbols[s]);
                }
                assertThat(sequence.targets()[s]).isEqualTo(expected);
            }
            assertThat(stores).isPositive();
            assertThat(pending).isFalse();
        }
        assertThat(flipped / (double) afterStore).isCloseTo(0.5, within(0.03));
        assertThat(ones / (double) recalls).isCloseTo(0.5, within(0.03));
        assertThat(recalls / (double) SEQUENCES).isBetween(1.0, 1.5);
    }

    @Test
    void theGroupsOfWhatIsShownFireAtFiftyHertz() {
        long spikes = 0;
        long chances = 0;
        for (int number = 0; number < 20; number++) {
            StoreRecall.Sequence sequence = TASK.sequence(7, number);
            for (int s = 0; s < 12; s++) {
                int groups = (sequence.symbols()[s] >= 2 ? 1 : 0) + (sequence.shown()[s] >= 0 ? 1 : 0);
                chances += groups * 5_000L;
            }
            for (int event : sequence.inputs().events()) {
                int symbol = (InputSequence.step(event) - 1) / 200;
                int group = InputSequence.channel(event) / 25;
                assertThat(group == sequence.shown()[symbol] || group >= 2 && group == sequence.symbols()[symbol])
                        .isTrue();
                spikes++;
            }
        }
        assertThat(spikes / (double) chances).isCloseTo(0.05, within(0.001));
    }

    @Test
    void aSequenceIsAFunctionOfSeedAndNumber() {
        assertThat(TASK.sequence(1, 5).inputs().events())
                .isEqualTo(TASK.sequence(1, 5).inputs().events())
                .isNotEqualTo(TASK.sequence(1, 6).inputs().events())
                .isNotEqualTo(TASK.sequence(2, 5).inputs().events());
    }
}
