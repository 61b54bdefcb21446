package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventRecordingTest {
    @Test
    void givesBackWhatWentInSortedAndOnce() {
        Random random = new Random(3);
        for (int bits = 3; bits <= 25; bits++) {
            int bound = Math.min(1 << bits, EventRecording.PACKED_END);
            int[] events = random.ints(500, 0, bound).toArray();
            int[] before = events.clone();
            int[] expected = Arrays.stream(events).sorted().distinct().toArray();
            EventRecording recording = EventRecording.of(events);
            assertThat(recording.packed()).containsExactly(expected);
            assertThat(recording.size()).isEqualTo(expected.length);
            assertThat(events).containsExactly(before);
        }
    }

    @Test
    void holdsTheEndsOfItsRange() {
        int last = EventRecording.PACKED_END - 1;
        assertThat(EventRecording.of(last, 0).packed()).containsExactly(0, last);
        assertThat(EventRecording.of().packed()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> EventRecording.of(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> EventRecording.of(last + 1));
    }

    @Test
    void isSerialisedInLessThanTwoBytesAnEvent() throws Exception {
        EventRecording recording =
                EventFile.parse("real", NMnistExcerpt.recording()).recording();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(recording);
        }
        assertThat(bytes.size()).isLessThan(2 * recording.size());
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(recording).isNotEqualTo(EventRecording.of(1));
        }
    }
}
