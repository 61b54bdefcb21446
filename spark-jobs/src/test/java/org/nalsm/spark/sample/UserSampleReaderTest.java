package org.nalsm.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.engine.numpy.NumpyFile;
import org.nalsm.spark.config.DataConfig;

class UserSampleReaderTest {
    private static final int PIXELS = 28 * 28;

    @TempDir
    private Path directory;

    @Test
    void samplesOfAnotherKindAreOneLine() throws IOException {
        Path flat = idx("flat", 14, 56, new byte[PIXELS]);
        refused(
                "mnist",
                flat,
                flat + ": holds images of 14 x 56 pixels, but the samples of mnist are images of " + "28 x 28 pixels");
        Path image = idx("image", 28, 28, new byte[PIXELS]);
        refused(
                "n-mnist",
                image,
                image + ": holds images of 28 x 28 pixels, but the samples of n-mnist are event " + "recordings");
        Path event = Files.write(directory.resolve("event.bin"), new byte[] {1, 2, 0, 0, 9});
        refused(
                "fashion-mnist",
                event,
                event + ": holds event recordings, but the samples of fashion-mnist are " + "images");
    }

    @Test
    void aFileOfAnUnknownKindIsToldWhichThereAre() throws IOException {
        Path table = Files.writeString(directory.resolve("digits.csv"), "1,2,3\n4,5,6\n");
        refused(
                "mnist",
                table,
                table + ": byte offset 0: magic number 0x312c322c is not that of an IDX file; replace the file; by its "
                        + "name it is none of images (png, jpg, npy, parquet) or event files (bin), so it was read as IDX");
    }

    @Test
    void theLabelIsTheDirectoryHoweverItIsNamed() throws IOException {
        Path five = Files.createDirectories(directory.resolve("5"));
        Files.write(five.resolve("event.bin"), new byte[] {1, 2, 0, 0, 9});
        for (Path path : List.of(five, five.resolve("."), five.resolve("../5/event.bin"))) {
            assertThat(new UserSampleReader(config("n-mnist"))
                            .read(List.of(path), Optional.empty())
                            .labels())
                    .as("%s", path)
                    .containsExactly(5);
        }
    }

    /** The same images in every format are the same samples, by their digest, too. */
    @Test
    void imagesAreReadInTheFormatsThatPeopleHave() throws IOException {
        byte[][] images = {image(1), image(2), image(3)};
        byte[] all = ByteBuffer.allocate(3 * PIXELS)
                .put(images[0])
                .put(images[1])
                .put(images[2])
                .array();
        UserSamples expected = read(idx("images", 28, 28, all));
        assertThat(expected.count()).isEqualTo(3);

        Path pictures = Files.createDirectories(directory.resolve("pictures"));
        write(grey(images[0]), pictures.resolve("a.png"));
        write(coloured(images[1]), pictures.resolve("b.PNG"));
        write(grey(images[2]), pictures.resolve("c.png"));
        assertSame(read(pictures), expected);
        assertSame(read(pictures.resolve("a.png"), pictures.resolve("b.PNG"), pictures.resolve("c.png")), expected);

        Path array = directory.resolve("images.npy");
        for (NumpyArray each : List.of(
                NumpyArray.of(all, 3, 28, 28),
                NumpyArray.of(all, 3, PIXELS),
                NumpyArray.of(unsigned(all), 3, 28, 28))) {
            try (OutputStream out = Files.newOutputStream(array)) {
                NumpyFile.write(out, each);
            }
            assertSame(read(array), expected);
        }
        assertSame(read(parquet("plain", "binary image", images, false)), expected);
        UserSamples labelled =
                read(parquet("grouped", "optional group image { optional binary bytes; }", images, true));
        assertThat(labelled.labels()).containsExactly(7, 8, 9);
        assertThat(labelled.origins().get(2).position()).isEqualTo(2);
        assertThat(pixels(labelled)).isEqualTo(pixels(expected));
    }

    /** An even grey survives JPEG's losses, whatever its curve. */
    @Test
    void aJpegHasTheGreyOfItsFile() throws IOException {
        byte[] even = new byte[PIXELS];
        Arrays.fill(even, (byte) 100);
        Path folder = Files.createDirectories(directory.resolve("6"));
        assertThat(ImageIO.write(grey(even), "jpg", folder.resolve("even.jpg").toFile()))
                .isTrue();
        UserSamples samples = read(folder);
        assertThat(samples.labels()).containsExactly(6);
        assertThat(pixels(samples)).hasSize(PIXELS).allMatch(pixel -> Math.abs(pixel - 100) <= 2);
    }

    @Test
    void imagesThatAreNoneAreOneLine() throws IOException {
        Path wide = directory.resolve("wide.png");
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "png", wide.toFile());
        refused("mnist", wide, wide + ": the picture has 30 x 40 pixels; give 28 x 28");
        Path text = Files.writeString(directory.resolve("text.jpg"), "no picture");
        refused("mnist", text, text + ": is no PNG or JPEG picture");
        Path table = Files.writeString(directory.resolve("text.parquet"), "no table");
        refused("mnist", table, table + ": is no Parquet file");
        Path other = parquet("other", "binary picture", new byte[][] {image(1)}, false);
        refused("mnist", other, other + ": has no column 'image'");
        Path array = directory.resolve("bad.npy");
        for (Map.Entry<NumpyArray, String> bad : Map.of(
                        NumpyArray.of(new int[PIXELS], 14, 56), "an array of shape (14, 56) holds no images",
                        NumpyArray.of(new int[] {1, 2}, 2), "an array of shape (2) holds no images",
                        NumpyArray.of(new double[PIXELS], 28, 28), "float64",
                        NumpyArray.of(filled(300), 1, 28, 28), "image 0 has a pixel of 300")
                .entrySet()) {
            try (OutputStream out = Files.newOutputStream(array)) {
                NumpyFile.write(out, bad.getKey());
            }
            refused("mnist", array, bad.getValue());
        }
        Path picture = directory.resolve("picture.png");
        write(grey(image(1)), picture);
        refused("n-mnist", picture, picture + ": holds images, but the samples of n-mnist are event recordings");
        Path event = Files.write(directory.resolve("event.bin"), new byte[] {1, 2, 0, 0, 9});
        assertThatThrownBy(() -> read(picture, event)).hasMessageContaining("here are both");
        assertThatThrownBy(() -> read(picture, directory.resolve("none.png"))).hasMessageContaining("no such file");
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThatThrownBy(() -> read(empty)).hasMessageContaining("holds none of images");
    }

    private static int[] filled(int value) {
        int[] values = new int[PIXELS];
        Arrays.fill(values, value);
        return values;
    }

    private static byte[] image(int seed) {
        byte[] pixels = new byte[PIXELS];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = bytes[k] & 0xFF;
        }
        return values;
    }

    private static BufferedImage grey(byte[] pixels) {
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, 28, 28, pixels);
        return picture;
    }

    /** Grey values in the three colours of a picture. */
    private static BufferedImage coloured(byte[] pixels) {
        BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
        for (int p = 0; p < PIXELS; p++) {
            picture.setRGB(p % 28, p / 28, 0xFF000000 | (pixels[p] & 0xFF) * 0x010101);
        }
        return picture;
    }

    private static void write(BufferedImage picture, Path file) throws IOException {
        assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
    }

    private Path parquet(String name, String image, byte[][] images, boolean labelled) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message images { " + (image.endsWith("}") ? image : "required " + image + ";")
                        + (labelled ? " required int64 label; }" : " }"));
        Path file = directory.resolve(name + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(schema)
                .build()) {
            for (int k = 0; k < images.length; k++) {
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                ImageIO.write(grey(images[k]), "png", png);
                Group row = new SimpleGroup(schema);
                Group holder = image.endsWith("}") ? row.addGroup("image") : row;
                holder.add(
                        image.endsWith("}") ? "bytes" : image.split(" ", -1)[1],
                        Binary.fromConstantByteArray(png.toByteArray()));
                if (labelled) {
                    row.add("label", 7L + k);
                }
                writer.write(row);
            }
        }
        return file;
    }

    private static UserSamples read(Path... paths) {
        return new UserSampleReader(config("mnist")).read(List.of(paths), Optional.empty());
    }

    private static void assertSame(UserSamples samples, UserSamples expected) {
        assertThat(pixels(samples)).isEqualTo(pixels(expected));
        assertThat(samples.labels()).isEqualTo(expected.labels());
        assertThat(samples.digest()).isEqualTo(expected.digest());
    }

    private static List<Integer> pixels(UserSamples samples) {
        ImageDataset images = ((SampleSource.Images) samples.source()).images();
        List<Integer> pixels = new ArrayList<>();
        for (int k = 0; k < samples.count(); k++) {
            for (byte pixel : images.image(k)) {
                pixels.add(pixel & 0xFF);
            }
        }
        return pixels;
    }

    private void refused(String dataset, Path path, String message) {
        assertThatThrownBy(() -> new UserSampleReader(config(dataset)).read(List.of(path), Optional.empty()))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA))
                .hasMessageContaining(message);
    }

    private static DataConfig config(String dataset) {
        return new DataConfig(dataset, "", 1, 1, 1);
    }

    private Path idx(String name, int rows, int columns, byte[] pixels) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(pixels.length / PIXELS)
                .putInt(rows)
                .putInt(columns)
                .put(pixels);
        return Files.write(directory.resolve(name), file.array());
    }
}
