package org.nalsm.engine.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.nalsm.engine.UserException;

/**
 * A .bin file of the N-MNIST recording: events of five bytes, x, y, then one bit of polarity and 23 bits of
 * big-endian time in microseconds (G. Orchard, A. Jayawant, G. K. Cohen, N. Thakor, "Converting static image
 * datasets to spiking neuromorphic datasets using saccades", Frontiers in Neuroscience 9, 2015).
 *
 * <p>What is wrong with a file, and what becomes of it:
 * <ul>
 * <li>A length that is no multiple of 5: BAD_DATA, the file was cut off.
 * <li>More than 20 MB, a thousand times what a recording has: BAD_DATA.
 * <li>No events at all: BAD_DATA. A sensor always has some noise, so the file is what an interrupted copy left.
 * <li>An event outside the 34 x 34 sensor: dropped, as liquid-semantics demands, and counted.
 * <li>Time that goes backwards: kept, as the encoding does not depend on the order of events, and counted.
 * <li>An event behind the milliseconds that are shown: kept here, left out by the presentation.
 * </ul>
 *
 * @param recording the events on the sensor, t = round-half-even(microseconds / 1000)
 * @param events number of events in the file
 * @param outsideSensor how many of them were dropped because x or y is 34 or more
 * @param firstOutsideSensor byte offset of the first of those, -1 if there is none
 * @param backwards how many events are earlier than the one before them
 * @param firstBackwards byte offset of the first of those, -1 if there is none
 */
public record EventFile(
        EventRecording recording,
        int events,
        int outsideSensor,
        int firstOutsideSensor,
        int backwards,
        int firstBackwards) {
    static final int EVENT_BYTES = 5;

    /** A thousand times the size of a recording; nothing longer is one. */
    private static final int LONGEST_BYTES = 20_000_000;

    private static final int BYTE = 0xFF;
    private static final int POLARITY_SHIFT = 7;
    private static final int HIGH_TIME = 0x7F;
    private static final int NONE = -1;

    /**
     * Reads a file.
     *
     * @throws UserException of kind NO_INPUT if it cannot be read, of kind BAD_DATA if it is malformed; the
     *     message names the file and the byte offset
     */
    public static EventFile read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return parse(file.toString(), content(content));
        } catch (NoSuchFileException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": no such event file", e);
        } catch (IOException e) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** All bytes, or one more than {@link #parse} takes, so that a huge file cannot fill the memory. */
    static byte[] content(InputStream from) throws IOException {
        return from.readNBytes(LONGEST_BYTES + 1);
    }

    /**
     * Interprets the content of a file.
     *
     * @param name what messages call the file
     * @throws UserException of kind BAD_DATA if the content is malformed
     */
    public static EventFile parse(String name, byte[] content) {
        checkLength(name, content.length);
        int events = content.length / EVENT_BYTES;
        int[] packed = new int[events];
        int kept = 0;
        int firstOutside = NONE;
        int backwards = 0;
        int firstBackwards = NONE;
        int lastTime = 0;
        for (int offset = 0; offset < content.length; offset += EVENT_BYTES) {
            int x = content[offset] & BYTE;
            int y = content[offset + 1] & BYTE;
            int polarity = (content[offset + 2] & BYTE) >>> POLARITY_SHIFT;
            int time = (content[offset + 2] & HIGH_TIME) << 16
                    | (content[offset + 3] & BYTE) << 8
                    | content[offset + 4] & BYTE;
            if (time < lastTime) {
                firstBackwards = backwards++ == 0 ? offset : firstBackwards;
            }
            lastTime = time;
            if (x < EventRecording.SIDE && y < EventRecording.SIDE) {
                packed[kept++] = EventRecording.pack(millisecond(time), polarity, x, y);
            } else if (firstOutside == NONE) {
                firstOutside = offset;
            }
        }
        EventRecording recording = EventRecording.of(Arrays.copyOf(packed, kept));
        return new EventFile(recording, events, events - kept, firstOutside, backwards, firstBackwards);
    }

    private static void checkLength(String name, int length) {
        String mistake = null;
        if (length == 0) {
            mistake = "is empty, there is no event at byte offset 0";
        } else if (length > LONGEST_BYTES) {
            mistake = "goes on beyond byte offset " + LONGEST_BYTES + ", it is no recording of one sample";
        } else if (length % EVENT_BYTES != 0) {
            mistake = "ends within the event at byte offset " + length / EVENT_BYTES * EVENT_BYTES + ": its length, "
                    + length + " bytes, is not a multiple of 5";
        }
        if (mistake != null) {
            throw new UserException(UserException.Kind.BAD_DATA, name + ": " + mistake + "; get the file again");
        }
    }

    /** Round-half-even(microseconds / 1000), in integers. */
    private static int millisecond(int microseconds) {
        int below = microseconds / 1000;
        int rest = microseconds % 1000;
        return rest > 500 || rest == 500 && (below & 1) == 1 ? below + 1 : below;
    }

    /** Writes one event's bytes. The caller knows that the values fit. */
    static void putEvent(byte[] content, int offset, int x, int y, int polarity, int microseconds) {
        content[offset] = (byte) x;
        content[offset + 1] = (byte) y;
        content[offset + 2] = (byte) (polarity << POLARITY_SHIFT | microseconds >>> 16);
        content[offset + 3] = (byte) (microseconds >>> 8);
        content[offset + 4] = (byte) microseconds;
    }
}
