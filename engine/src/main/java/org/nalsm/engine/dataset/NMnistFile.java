package org.nalsm.engine.dataset;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nalsm.engine.UserException;

/**
 * Name and number of a sample's file in the layout of N-MNIST, {@code Train/<label>/NNNNN.bin} and
 * {@code Test/<label>/NNNNN.bin}. Files are numbered from 1 in the order of MNIST, so training file n is sample
 * n - 1 and test file n is sample 60000 + n - 1.
 *
 * @param sampleId 0..59999 for training files, 60000..69999 for test files
 * @param label the digit, 0..9
 * @param name the path in the layout, with slashes
 */
public record NMnistFile(int sampleId, int label, String name) {
    static final String TRAIN = "Train";
    static final String TEST = "Test";

    private static final int TRAINING_FILES = 60_000;
    private static final int TEST_FILES = 10_000;
    private static final Pattern NAME = Pattern.compile("(Train|Test)/([0-9])/([0-9]{5})\\.bin");

    /** The file that holds a sample. */
    public static NMnistFile of(int sampleId, int label) {
        if (sampleId < 0 || sampleId >= TRAINING_FILES + TEST_FILES || label < 0 || label > 9) {
            throw new IllegalArgumentException("no sample " + sampleId + " with label " + label);
        }
        boolean training = sampleId < TRAINING_FILES;
        int number = sampleId - (training ? 0 : TRAINING_FILES) + 1;
        return new NMnistFile(
                sampleId, label, String.format(Locale.ROOT, "%s/%d/%05d.bin", training ? TRAIN : TEST, label, number));
    }

    /**
     * Interprets a path in the layout.
     *
     * @param where what stands before the name in messages: the directory or the zip file
     * @return nothing if the name is not one of a sample's file
     * @throws UserException of kind BAD_DATA if its number is none of the dataset's
     */
    static Optional<NMnistFile> parse(String where, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean training = matcher.group(1).equals(TRAIN);
        int number = Integer.parseInt(matcher.group(3));
        int files = training ? TRAINING_FILES : TEST_FILES;
        if (number < 1 || number > files) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    where + ": " + name + ": file number " + number + " is not in 1.." + files + "; remove the file");
        }
        int sampleId = number - 1 + (training ? 0 : TRAINING_FILES);
        return Optional.of(new NMnistFile(sampleId, Integer.parseInt(matcher.group(2)), name));
    }

    /** Whether the sample belongs to the training file set. */
    boolean training() {
        return sampleId < TRAINING_FILES;
    }
}
