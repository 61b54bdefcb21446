package org.nalsm.engine.numpy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;

/** Against files that NumPy has written; {@code make-fixtures.py} beside them says how. */
class NumpyFileTest {
    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = NumpyFileTest.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        }
    }

    private static NumpyArray read(byte[] bytes) throws IOException {
        return NumpyFile.read(new ByteArrayInputStream(bytes), "a.npy");
    }

    private static byte[] written(NumpyArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NumpyFile.write(out, array);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float64", "float32", "int64", "int32", "int16", "uint8", "bool", "scalar", "empty"})
    void writesWhatNumpyWrites(String name) throws IOException {
        byte[] file = bytes(name + ".npy");
        assertThat(written(read(file))).isEqualTo(file);
    }

    @Test
    void readsElementsAndShapes() throws IOException {
        NumpyArray doubles = read(bytes("float64.npy"));
        assertThat(doubles.dtype()).isEqualTo("float64");
        assertThat(doubles.shape()).containsExactly(2, 3);
        assertThat(doubles.doubles("a.npy", 2, 3)).containsExactly(0, 1 / 3.0, 2 / 3.0, 1, 4 / 3.0, 5 / 3.0);
        assertThat(read(bytes("float32.npy")).floats("a.npy", 2, 3))
                .containsExactly(0, 1 / 3f, 2 / 3f, 1, 4 / 3f, 5 / 3f);
        assertThat(read(bytes("int32.npy")).ints("a.npy", 2, 1)).containsExactly(1, -2);
        assertThat(read(bytes("int16.npy")).ints("a.npy", 2)).containsExactly(300, -300);
        assertThat(read(bytes("uint8.npy")).ints("a.npy", 3)).containsExactly(0, 200, 255);
        assertThat(read(bytes("scalar.npy")).doubles("a.npy")).containsExactly(2.5);
        assertThat(read(bytes("empty.npy")).shape()).containsExactly(0, 4);
    }

    @Test
    void readsOtherOrders() throws IOException {
        NumpyArray fortran = read(bytes("fortran.npy"));
        assertThat(fortran.ints("a.npy", 2, 3, 4))
                .isEqualTo(IntStream.range(0, 24).toArray());
        assertThat(read(bytes("big-endian.npy")).doubles("a.npy", 2)).containsExactly(1.5, -2.25);
        assertThat(read(bytes("version2.npy")).doubles("a.npy", 1)).containsExactly(7);
    }

    @Test
    void convertsBetweenFloatingPointTypes() throws IOException {
        assertThat(read(bytes("float32.npy")).doubles("a.npy", 2, 3)[1]).isEqualTo(1 / 3f);
        assertThat(read(bytes("float64.npy")).floats("a.npy", 2, 3)[1]).isEqualTo(1 / 3f);
    }

    @ParameterizedTest
    @CsvSource({
        "complex.npy, another type than",
        "text.npy, another type than",
        "make-fixtures.py, is no NumPy array",
        "two.npz, is no NumPy array"
    })
    void refusesWhatItCannotRead(String file, String message) throws IOException {
        byte[] content = bytes(file);
        UserException e = catchThrowableOfType(UserException.class, () -> read(content));
        assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA);
        assertThat(e).hasMessageStartingWith("a.npy: ").hasMessageContaining(message);
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] file = bytes("float64.npy");
        for (int length = 0; length < file.length; length++) {
            byte[] start = Arrays.copyOf(file, length);
            UserException e = catchThrowableOfType(UserException.class, () -> read(start));
            assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(2, 3); (2, 4); ends early, 16 bytes short of the shape (2, 4)",
                "(2, 3); (2, 2); trailing bytes",
                "(2, 3); (70000, 70000); more than 2147483647 elements",
                "(2, 3); (99999999999,); more than 2147483647 elements",
                "(2, 3); (1000000000,); announces 8000000000 bytes",
                "fortran_order; fortran-order; header that cannot be understood"
            })
    void refusesHeadersThatLie(String part, String other, String message) throws IOException {
        String file = new String(bytes("float64.npy"), StandardCharsets.ISO_8859_1);
        String changed = file.replace(part, other);
        // The header keeps its length.
        int excess = changed.length() - file.length();
        String padded = excess >= 0
                ? changed.replaceFirst(" {" + excess + "}\n", "\n")
                : changed.replaceFirst(" \n", " ".repeat(1 - excess) + "\n");
        byte[] bytes = padded.getBytes(StandardCharsets.ISO_8859_1);
        UserException e = catchThrowableOfType(UserException.class, () -> read(bytes));
        assertThat(e).hasMessageStartingWith("a.npy: ").hasMessageContaining(message);
    }

    @Test
    void namesWrongShapesAndTypes() throws IOException {
        NumpyArray doubles = read(bytes("float64.npy"));
        assertThat(catchThrowableOfType(UserException.class, () -> doubles.doubles("w.npy", 6)))
                .hasMessage("w.npy: has the shape (2, 3), expected is (6,)");
        assertThat(catchThrowableOfType(UserException.class, () -> doubles.ints("w.npy", 2, 3)))
                .hasMessage("w.npy: holds float64, expected is int64, int32, int16 or uint8");
        NumpyArray longs = read(bytes("int64.npy"));
        assertThat(catchThrowableOfType(UserException.class, () -> longs.doubles("w.npy", 2)))
                .hasMessage("w.npy: holds int64, expected is float64 or float32");
        assertThat(catchThrowableOfType(UserException.class, () -> longs.ints("w.npy", 2)))
                .hasMessage("w.npy: element 1 is 1099511627776, too large");
    }

    @Test
    void archives() throws IOException {
        Map<String, NumpyArray> two = NumpyArchive.read(new ByteArrayInputStream(bytes("two.npz")), "a.npz");
        assertThat(two).containsOnlyKeys("weights", "labels");
        assertThat(two.get("weights").doubles("a.npz", 2)).containsExactly(1, 2);
        assertThat(two.get("labels").ints("a.npz", 1, 2)).containsExactly(3, 4);
        assertThat(NumpyArchive.read(new ByteArrayInputStream(bytes("compressed.npz")), "a.npz")
                        .get("zeros")
                        .shape())
                .containsExactly(1000);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NumpyArchive.write(out, two);
        Map<String, NumpyArray> again = NumpyArchive.read(new ByteArrayInputStream(out.toByteArray()), "b.npz");
        assertThat(again.keySet()).containsExactlyElementsOf(two.keySet());
        assertThat(written(again.get("labels"))).isEqualTo(written(two.get("labels")));
    }

    @Test
    void compressedArchives() throws IOException {
        NumpyArray zeros = NumpyArray.of(new int[1000], 10, 100);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NumpyArchive.writeCompressed(out, Map.of("zeros", zeros));
        assertThat(out.size()).isBetween(100, 500);
        NumpyArray again = NumpyArchive.read(new ByteArrayInputStream(out.toByteArray()), "c.npz")
                .get("zeros");
        assertThat(written(again)).isEqualTo(written(zeros));
    }

    @Test
    void refusesDamagedArchives() throws IOException {
        byte[] archive = bytes("two.npz");
        byte[] array = bytes("float64.npy");
        assertThat(catchThrowableOfType(
                        UserException.class, () -> NumpyArchive.read(new ByteArrayInputStream(array), "a.npz")))
                .hasMessage("a.npz: is no archive of NumPy arrays");
        byte[] flipped = archive.clone();
        flipped[180] ^= 1; // an element of the first array
        assertThat(catchThrowableOfType(
                        UserException.class, () -> NumpyArchive.read(new ByteArrayInputStream(flipped), "a.npz")))
                .hasMessageStartingWith("a.npz: is a damaged archive: ");
        for (String name : new String[] {"two.npz", "compressed.npz"}) {
            byte[] half = Arrays.copyOf(bytes(name), 100);
            assertThat(catchThrowableOfType(
                            UserException.class, () -> NumpyArchive.read(new ByteArrayInputStream(half), "a.npz")))
                    .hasMessageStartingWith("a.npz: ");
        }
    }

    /** 64 MiB of zeros are 64 KiB of archive; names lead nowhere, as nothing is written. */
    @Test
    void refusesHostileArchives() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        NumpyArchive.writeCompressed(bomb, Map.of("zeros", NumpyArray.of(new double[1 << 23], 1 << 23)));
        assertThat(bomb.size()).isLessThan(1 << 17);
        assertThat(catchThrowableOfType(
                        UserException.class,
                        () -> NumpyArchive.read(new ByteArrayInputStream(bomb.toByteArray()), "a.npz", 1000)))
                .hasMessage("a.npz: zeros.npy: announces 67108864 bytes of elements; of what belongs here, at most 1000"
                        + " are left");

        ByteArrayOutputStream several = new ByteArrayOutputStream();
        NumpyArray three = NumpyArray.of(new float[3], 3);
        NumpyArchive.write(several, Map.of("../../a", three, "/b", three, "%2e%2e/c", three));
        assertThat(NumpyArchive.read(new ByteArrayInputStream(several.toByteArray()), "a.npz", 36))
                .containsOnlyKeys("../../a", "/b", "%2e%2e/c");
        assertThat(catchThrowableOfType(
                        UserException.class,
                        () -> NumpyArchive.read(new ByteArrayInputStream(several.toByteArray()), "a.npz", 35)))
                .hasMessageEndingWith("announces 12 bytes of elements; of what belongs here, at most 11 are left");
    }

    /** Which of two would be taken is nothing that a user should have to know. */
    @Test
    void refusesTwoArraysOfOneName() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        ZipOutputStream zip = new ZipOutputStream(archive);
        for (String name : new String[] {"a.npy", "a"}) {
            zip.putNextEntry(new ZipEntry(name));
            NumpyFile.write(zip, NumpyArray.of(new float[1], 1));
        }
        zip.finish();
        assertThat(catchThrowableOfType(
                        UserException.class,
                        () -> NumpyArchive.read(new ByteArrayInputStream(archive.toByteArray()), "a.npz")))
                .hasMessage("a.npz: holds two arrays 'a'");
    }

    @Test
    void elementsFitTheirShape() {
        assertThat(catchThrowableOfType(IllegalArgumentException.class, () -> NumpyArray.of(new int[5], 2, 3)))
                .hasMessage("5 elements are not an array of shape (2, 3)");
    }
}
