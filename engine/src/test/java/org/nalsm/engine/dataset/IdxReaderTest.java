package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;

/** The reader on files that are right, and on one broken file for each way to be wrong. */
class IdxReaderTest {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    @TempDir
    private Path directory;

    private Path images;
    private Path labels;

    @BeforeEach
    void twoGoodFiles() throws IOException {
        images = directory.resolve("some-images");
        labels = directory.resolve("some-labels");
        Files.write(images, goodImages());
        Files.write(labels, goodLabels());
    }

    @Test
    void readsPlainFiles() {
        LabelledImages read = IdxReader.read(images, labels);

        assertThat(read.count()).isEqualTo(2);
        assertThat(read.rows()).isEqualTo(2);
        assertThat(read.columns()).isEqualTo(3);
        assertThat(read.label(0)).isEqualTo(7);
        assertThat(read.label(1)).isEqualTo(9);
        assertThat(read.pixel(0, 0)).isEqualTo(1);
        assertThat(read.pixel(1, 5)).isEqualTo(255);
        assertThat(read.pixelSum(0)).isEqualTo(21);
        assertThat(read.pixelSum(1)).isEqualTo(295);
        byte[] second = new byte[6];
        read.copyImage(1, second);
        assertThat(second).containsExactly(7, 8, 9, 10, 6, -1);
    }

    @Test
    void readsImagesThatHaveNoLabels() throws IOException {
        Files.delete(labels);

        LabelledImages read = IdxReader.readImages(images);

        assertThat(read.count()).isEqualTo(2);
        assertThat(read.pixel(1, 5)).isEqualTo(255);
        assertThat(read.label(1)).isZero();
    }

    @Test
    void recognisesGzipByContentWhateverTheName() throws IOException {
        Files.write(images, gzip(goodImages()));

        LabelledImages read = IdxReader.read(images, labels);

        assertThat(read.pixel(1, 5)).isEqualTo(255);
    }

    @Test
    void readsTheMnistExcerpt() {
        LabelledImages training = MnistExcerpt.training();
        LabelledImages test = MnistExcerpt.test();

        // Counted from the published files by a separate program.
        assertThat(training.count()).isEqualTo(300);
        assertThat(test.count()).isEqualTo(100);
        assertThat(training.pixelsPerImage()).isEqualTo(784);
        int[] firstLabels = new int[10];
        Arrays.setAll(firstLabels, training::label);
        assertThat(firstLabels).containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
        assertThat(training.pixelSum(0)).isEqualTo(27525);
        assertThat(training.pixelSum(1)).isEqualTo(31095);
        assertThat(training.pixelSum(299)).isEqualTo(34366);
        assertThat(test.pixelSum(0)).isEqualTo(18454);
        assertThat(test.label(0)).isEqualTo(7);
        assertThat(test.label(99)).isEqualTo(9);
    }

    @Test
    void missingFile() throws IOException {
        Files.delete(labels);

        assertFailure(UserException.Kind.NO_INPUT, labels, "no such file");
    }

    @Test
    void directoryInPlaceOfAFile() throws IOException {
        Files.delete(images);
        Files.createDirectory(images);

        assertFailure(UserException.Kind.NO_INPUT, images, "is a directory");
    }

    @Test
    void emptyFile() throws IOException {
        Files.write(images, new byte[0]);

        assertBad(images, 0, "ends early, 4 byte(s) short of its 4-byte IDX magic number");
    }

    @Test
    void wrongMagic() throws IOException {
        Files.write(images, "P5 2 3 255".getBytes(StandardCharsets.US_ASCII));

        assertBad(images, 0, "magic number 0x50352032 is not that of an IDX file");
    }

    @Test
    void aZipArchiveIsCalledOne() throws IOException {
        Files.write(images, "PK\003\004 and so on".getBytes(StandardCharsets.US_ASCII));

        assertBad(images, 0, "magic number 0x504b0304 is not that of an IDX file, but that of a ZIP archive");
    }

    @Test
    void wrongElementType() throws IOException {
        byte[] content = goodImages();
        content[2] = 0x0D;
        Files.write(images, content);

        assertBad(images, 2, "element type 0x0d is not supported");
    }

    @Test
    void labelFileGivenAsImageFile() throws IOException {
        Files.write(images, goodLabels());

        assertBad(images, 3, "has 1 dimension(s), but an image file has 3");
    }

    @Test
    void imageFileGivenAsLabelFile() throws IOException {
        Files.write(labels, goodImages());

        assertBad(labels, 3, "has 3 dimension(s), but a label file has 1");
    }

    @Test
    void headerEndsEarly() throws IOException {
        Files.write(images, Arrays.copyOf(goodImages(), 14));

        assertBad(images, 14, "ends early, 2 byte(s) short of its IDX header");
    }

    @Test
    void noImages() throws IOException {
        Files.write(images, header(IMAGES, 0, 28, 28));

        assertBad(images, 4, "dimension 0 is not in 1..");
    }

    @Test
    void dimensionBeyondSignedRange() throws IOException {
        Files.write(images, header(IMAGES, 2, 0xFFFFFFFE, 28));

        assertBad(images, 8, "dimension 4294967294 is not in 1..");
    }

    @Test
    void sizesThatOverflow() throws IOException {
        // 65536 * 65536 is 0 in 32 bits: an unchecked product would accept this file as empty.
        Files.write(images, header(IMAGES, 65536, 65536, 1));

        assertBad(images, 8, "dimensions multiply to 4294967296 bytes or more");
    }

    @Test
    void hugeSizesInAShortFileDoNotAllocate() throws IOException {
        Files.write(images, header(IMAGES, Integer.MAX_VALUE - 8, 1, 1));

        assertBad(images, 16, "ends early, 2147483639 byte(s) short of");
    }

    @Test
    void dataEndsEarly() throws IOException {
        Files.write(images, Arrays.copyOf(goodImages(), 16 + 11));

        assertBad(images, 27, "ends early, 1 byte(s) short of 12 bytes of data");
    }

    @Test
    void trailingBytes() throws IOException {
        Files.write(images, Arrays.copyOf(goodImages(), 16 + 13));

        assertBad(images, 28, "has trailing bytes");
    }

    @Test
    void trailingBytesInsideGzip() throws IOException {
        Files.write(labels, gzip(Arrays.copyOf(goodLabels(), 11)));

        assertBad(labels, 10, "has trailing bytes");
    }

    @Test
    void gzipHeaderCutOff() throws IOException {
        Files.write(images, Arrays.copyOf(gzip(goodImages()), 5));

        assertBad(images, 0, "broken gzip header: ends early");
    }

    @Test
    void gzipDataCutOff() throws IOException {
        byte[] compressed = gzip(goodImages());
        Files.write(images, Arrays.copyOf(compressed, compressed.length - 12));

        UserException failure = failure();
        assertThat(failure.kind()).isEqualTo(UserException.Kind.BAD_DATA);
        assertThat(failure).hasMessageStartingWith(images + ": byte offset ").hasMessageContaining("broken gzip data");
    }

    @Test
    void gzipChecksumWrong() throws IOException {
        byte[] compressed = gzip(goodImages());
        compressed[compressed.length - 8] ^= 1;
        Files.write(images, compressed);

        UserException failure = failure();
        assertThat(failure.kind()).isEqualTo(UserException.Kind.BAD_DATA);
        assertThat(failure).hasMessageContaining("broken gzip data");
    }

    @Test
    void labelAboveNine() throws IOException {
        byte[] content = goodLabels();
        content[9] = 10;
        Files.write(labels, content);

        assertBad(labels, 9, "label 10 is not in 0..9");
    }

    @Test
    void labelsAndImagesOfDifferentLength() throws IOException {
        Files.write(labels, concatenate(header(LABELS, 3), new byte[] {1, 2, 3}));

        assertFailure(
                UserException.Kind.BAD_DATA,
                labels,
                "header at byte offset 4 announces 3 labels, but " + images + " holds 2 images");
    }

    private void assertBad(Path file, long offset, String what) {
        assertFailure(UserException.Kind.BAD_DATA, file, "byte offset " + offset + ": " + what);
    }

    private void assertFailure(UserException.Kind kind, Path file, String what) {
        UserException failure = failure();
        assertThat(failure).hasMessageStartingWith(file + ": " + what);
        assertThat(failure.getMessage()).doesNotContain("\n");
        assertThat(failure.kind()).isEqualTo(kind);
    }

    private UserException failure() {
        UserException failure = catchThrowableOfType(UserException.class, () -> IdxReader.read(images, labels));
        assertThat(failure).as("reading must fail").isNotNull();
        return failure;
    }

    /** Two images of 2 x 3. */
    private static byte[] goodImages() {
        return concatenate(header(IMAGES, 2, 2, 3), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 6, (byte) 255});
    }

    private static byte[] goodLabels() {
        return concatenate(header(LABELS, 2), new byte[] {7, 9});
    }

    private static byte[] header(int... words) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * words.length);
        buffer.asIntBuffer().put(words);
        return buffer.array();
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
