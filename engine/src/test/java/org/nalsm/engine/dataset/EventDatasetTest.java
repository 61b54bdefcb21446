package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EventDatasetTest {
    @Test
    void theContentHashIsTheDocumentedSha256() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int value : new int[] {0, 7, 2, 5, 90_000, 2, 9, 0}) {
            out.writeInt(value);
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        assertThat(hash(7, 9, recording(90_000, 5), null, recording()))
                .isEqualTo(HexFormat.of().formatHex(digest).substring(0, 12));
    }

    @Test
    void theContentHashChangesWithEventLabelAndPlace() {
        String hash = hash(7, 9, recording(5, 90_000), recording(6), null);
        assertThat(hash(7, 9, recording(90_000, 5), recording(6)))
                .as("the same")
                .isEqualTo(hash);
        assertThat(hash(7, 9, recording(5, 90_001), recording(6), null))
                .as("another event")
                .isNotEqualTo(hash);
        assertThat(hash(7, 9, recording(5), recording(6), null))
                .as("an event less")
                .isNotEqualTo(hash);
        assertThat(hash(7, 9, recording(6), recording(5, 90_000), null))
                .as("other order")
                .isNotEqualTo(hash);
        assertThat(hash(8, 9, recording(5, 90_000), recording(6), null))
                .as("another label")
                .isNotEqualTo(hash);
        assertThat(hash(7, 9, recording(5, 90_000), null, recording(6)))
                .as("another place")
                .isNotEqualTo(hash);
    }

    /** Of recordings with the first label for sample 0 and the second for all others; null is not held. */
    private static String hash(int firstLabel, int otherLabels, EventRecording... recordings) {
        byte[] labels = new byte[recordings.length];
        Arrays.fill(labels, (byte) otherLabels);
        labels[0] = (byte) firstLabel;
        return new EventDataset("any", recordings, labels).contentHash();
    }

    private static EventRecording recording(int... packed) {
        return EventRecording.of(packed);
    }
}
