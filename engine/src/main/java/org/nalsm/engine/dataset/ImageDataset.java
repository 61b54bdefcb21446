package org.nalsm.engine.dataset;

import java.io.Serializable;
import java.util.Objects;

/**
 * A whole image dataset, training file and test file, addressed by sample id: image i of the training file
 * is sample i, image i of the test file is sample 60000 + i. Holds one byte per pixel (55 MB for MNIST), so
 * that it can be broadcast.
 *
 * <p>Input rates: with {@code s_i} the pixel sum of image i and {@code p_ij} its pixels,
 * {@code rate_ij = (float) ((p_ij / s_i) / max over the file's i, j of (p_ij / s_i))}, in double until the
 * cast. The maximum is over all images of the file that holds the image, however few are used; an image
 * that is all 0 has rate 0 everywhere.
 *
 * <p>Files smaller than the published ones are legal: sample ids keep their meaning and the splits have
 * fewer samples ({@link #available}).
 */
public final class ImageDataset implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final LabelledImages training;
    private final LabelledImages test;
    private final double largestTrainingShare;
    private final double largestTestShare;

    /**
     * @param name     what tables and messages call the dataset
     * @param training images of the training file, at most 60,000
     * @param test     images of the test file, at most 10,000, of the same size
     * @throws IllegalArgumentException if sizes differ or a file has too many images
     */
    public ImageDataset(String name, LabelledImages training, LabelledImages test) {
        if (training.rows() != test.rows() || training.columns() != test.columns()) {
            throw new IllegalArgumentException("training images are " + training.rows() + " x " + training.columns()
                    + ", test images " + test.rows() + " x " + test.columns());
        }
        if (training.count() > Split.TEST.firstSampleId() || test.count() > Split.TEST.size()) {
            throw new IllegalArgumentException(training.count() + " training and " + test.count()
                    + " test images are more than sample ids 0..59999 and 60000..69999 can name");
        }
        this.name = Objects.requireNonNull(name, "name");
        this.training = training;
        this.test = test;
        this.largestTrainingShare = largestShare(training);
        this.largestTestShare = largestShare(test);
    }

    private ImageDataset(ImageDataset other, double largestShare) {
        this.name = other.name;
        this.training = other.training;
        this.test = other.test;
        this.largestTrainingShare = largestShare;
        this.largestTestShare = largestShare;
    }

    /**
     * The same images with their rates normalised by those of another file, so that they are shown as its images are.
     *
     * @param largestShare the other file's {@link #largestShare(int)}, above 0; rates above 1 act as 1
     */
    public ImageDataset normalisedBy(double largestShare) {
        return new ImageDataset(this, largestShare);
    }

    /** What tables and messages call the dataset. */
    public String name() {
        return name;
    }

    /** Pixel rows of an image. */
    public int rows() {
        return training.rows();
    }

    /** Pixel columns of an image. */
    public int columns() {
        return training.columns();
    }

    /** Input channels, one per pixel: {@code rows * columns}; channel = row * columns + column. */
    public int channels() {
        return training.pixelsPerImage();
    }

    /** Number of samples of both files. */
    public int sampleCount() {
        return training.count() + test.count();
    }

    /** How many samples of a split the files hold; they are its first ones. */
    public int available(Split split) {
        int held = split == Split.TEST ? test.count() : training.count() - split.firstSampleId();
        return Math.max(0, Math.min(held, split.size()));
    }

    /** Whether the files hold that sample. */
    public boolean contains(int sampleId) {
        return sampleId >= 0 && indexInFile(sampleId) < file(sampleId).count();
    }

    /**
     * A copy of a sample's pixels, {@code channels()} unsigned bytes.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public byte[] image(int sampleId) {
        byte[] image = new byte[channels()];
        file(sampleId).copyImage(checkedIndex(sampleId), image);
        return image;
    }

    /**
     * Label of a sample, 0 to 9.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public int label(int sampleId) {
        return file(sampleId).label(checkedIndex(sampleId));
    }

    /**
     * The largest pixel share (pixel / pixel sum of its image) of the file that holds the sample; 0 if all
     * its images are empty.
     */
    public double largestShare(int sampleId) {
        checkedIndex(sampleId);
        return isTest(sampleId) ? largestTestShare : largestTrainingShare;
    }

    /**
     * Input rates of a sample: {@code channels()} spike probabilities per millisecond, 0 to 1.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample
     */
    public float[] rates(int sampleId) {
        float[] rates = new float[channels()];
        rates(sampleId, rates);
        return rates;
    }

    /**
     * {@link #rates(int)} into the first {@code channels()} elements of {@code target}, which the caller owns.
     *
     * @throws IndexOutOfBoundsException if the dataset does not hold the sample or {@code target} is too short
     */
    public void rates(int sampleId, float[] target) {
        LabelledImages file = file(sampleId);
        int index = checkedIndex(sampleId);
        Objects.checkFromIndexSize(0, channels(), target.length);
        double sum = file.pixelSum(index);
        double largest = largestShare(sampleId);
        for (int c = 0; c < channels(); c++) {
            int pixel = file.pixel(index, c);
            target[c] = pixel == 0 ? 0f : (float) (pixel / sum / largest);
        }
    }

    /** Within an image the order of shares is the order of pixels, so its largest pixel is enough. */
    private static double largestShare(LabelledImages file) {
        double largest = 0;
        for (int i = 0; i < file.count(); i++) {
            long sum = file.pixelSum(i);
            if (sum > 0) {
                largest = Math.max(largest, file.largestPixel(i) / (double) sum);
            }
        }
        return largest;
    }

    private static boolean isTest(int sampleId) {
        return sampleId >= Split.TEST.firstSampleId();
    }

    private LabelledImages file(int sampleId) {
        return isTest(sampleId) ? test : training;
    }

    private static int indexInFile(int sampleId) {
        return isTest(sampleId) ? sampleId - Split.TEST.firstSampleId() : sampleId;
    }

    private int checkedIndex(int sampleId) {
        if (!contains(sampleId)) {
            throw new IndexOutOfBoundsException("dataset " + name + " holds samples 0.." + (training.count() - 1)
                    + " and " + Split.TEST.firstSampleId() + ".." + (Split.TEST.firstSampleId() + test.count() - 1)
                    + ", not " + sampleId);
        }
        return indexInFile(sampleId);
    }
}
