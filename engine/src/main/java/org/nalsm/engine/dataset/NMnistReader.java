package org.nalsm.engine.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;

/**
 * Reads a dataset in the layout of N-MNIST from a directory: from its {@code Train} and {@code Test} directories
 * or from the published {@code Train.zip} and {@code Test.zip}; of a directory and a zip file beside it, the one with
 * more event files. Either half, or both, may be absent, empty or incomplete; what is there keeps its sample ids.
 * Other files than {@code <label>/NNNNN.bin} are ignored. Several threads may read at once.
 */
public final class NMnistReader implements AutoCloseable {
    private final NMnistHalf training;
    private final NMnistHalf test;
    private final List<NMnistFile> files;
    private final UnusualEvents unusual = new UnusualEvents();

    /**
     * Opens a dataset and lists its files.
     *
     * @param directory holds {@code Train} or {@code Train.zip}, {@code Test} or {@code Test.zip}; without any of
     *     them, or if it does not exist, there are no files
     * @throws UserException of kind NO_INPUT if something cannot be read, of kind BAD_DATA if a file number is out of
     *     range or occurs under two labels, or a zip file is malformed
     */
    public NMnistReader(Path directory) {
        training = NMnistHalf.open(directory, NMnistFile.TRAIN);
        try {
            test = NMnistHalf.open(directory, NMnistFile.TEST);
        } catch (UserException e) {
            training.close();
            throw e;
        }
        files = halves().flatMap(half -> half.files().stream()).toList();
    }

    /** What was odd about the files read so far. */
    public UnusualEvents unusual() {
        return unusual;
    }

    /** The samples' files by ascending sample id. */
    public List<NMnistFile> files() {
        return files;
    }

    /**
     * Reads one sample. The first file with events outside the sensor and the first one in which time goes
     * backwards are warned about; {@link EventFile} says what becomes of such events. What comes out of a zip file is
     * compared with its checksum.
     *
     * @param file one of {@link #files}
     * @throws UserException of kind NO_INPUT if it cannot be read, of kind BAD_DATA if it is malformed
     */
    public EventFile read(NMnistFile file) {
        NMnistHalf half = file.training() ? training : test;
        EventFile content = half.read(file);
        unusual.note(half.where(file), content);
        return content;
    }

    /**
     * For each half that is here, a hash over name, size and time of change of every file (of the zip file, where it
     * is zipped).
     *
     * @return a line of text to be handed to {@link #unchangedSince}
     * @throws UserException of kind NO_INPUT if a file's attributes cannot be read
     */
    public String fingerprint() {
        return fingerprints().collect(Collectors.joining(" "));
    }

    /**
     * Whether what is here need not be read again: each half is the one that the fingerprint was made of, or absent.
     *
     * @param fingerprint an earlier {@link #fingerprint} of the same directory
     * @throws UserException as {@link #fingerprint}
     */
    public boolean unchangedSince(String fingerprint) {
        return List.of(fingerprint.split(" ")).containsAll(fingerprints().toList());
    }

    private Stream<String> fingerprints() {
        return halves().map(NMnistHalf::fingerprint).flatMap(Optional::stream);
    }

    @Override
    public void close() {
        halves().forEach(NMnistHalf::close);
    }

    private Stream<NMnistHalf> halves() {
        return Stream.of(training, test);
    }
}
