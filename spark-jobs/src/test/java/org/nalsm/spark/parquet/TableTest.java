package org.nalsm.spark.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;

/** Records go into files and come back, whatever types they have and whichever version wrote them. */
class TableTest {
    enum Colour {
        RED,
        LIGHT_BLUE
    }

    record Plain(
            @Column("a whole number") int number,
            @Column("a long one") long longNumber,
            @Column("a float") float ratio,
            @Column("a double") double wideRatio,
            @Column("text") String text,
            @Column("an instant") Instant at,
            @Column("a choice") Colour colour) {}

    record Lists(
            @Column("16 bit") short[] shorts,
            @Column("32 bit") int[] ints,
            @Column("single") float[] floats,
            @Column("double") double[] doubles,
            @Column("bytes") byte[] bytes,
            @Column("texts") SortedMap<String, String> texts,
            @Column("numbers") SortedMap<String, Double> numbers) {}

    record Optionals(
            @Column("perhaps") OptionalInt number,
            @Column("perhaps") OptionalLong longNumber,
            @Column("perhaps") OptionalDouble ratio,
            @Column("perhaps") Optional<String> text,
            @Column("perhaps") Optional<Instant> at) {}

    record Nullables(
            @Column(value = "NaN is null", nullable = true) double ratio,

            @Column(value = "empty is null", nullable = true)
            String text,

            @Column(value = "empty is null", nullable = true)
            SortedMap<String, String> texts,

            @Column(value = "empty is null", nullable = true)
            SortedMap<String, Double> numbers) {}

    record Inner(
            Optionals2 deeper,
            @Column(value = "renamed", name = "class") int classIndex) {}

    record Optionals2(
            @Column("perhaps, in a record in a record") OptionalInt l2Norm) {}

    /** Every type that must be there, and records in records. */
    record All(
            Plain plain,
            Lists lists,
            Inner inner,
            @Column("last") int last) {}

    static final Table<All> ALL = Table.of(All.class, "all", "Every type", new Partition("part", "a partition"));
    private static final Table<Optionals> OPTIONALS = Table.of(Optionals.class, "optionals", "Optional values");
    private static final Table<Nullables> NULLABLES = Table.of(Nullables.class, "nullables", "Values or null");
    private static final Configuration CONFIGURATION = new Configuration();

    @TempDir
    private java.nio.file.Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = new Path(directory.resolve("a.parquet").toUri());
    }

    @SafeVarargs
    private <R> void write(Table<R> table, R... rows) {
        write(table, List.of(rows));
    }

    private <R> void write(Table<R> table, List<R> rows) {
        try (TableWriter<R> writer = TableWriter.open(
                table, file, PendingFile.Existing.REPLACE, CONFIGURATION, Map.of("source", "a test"))) {
            rows.forEach(writer::write);
            writer.commit();
        }
    }

    private <R> List<R> read(Table<R> table) {
        return TableReader.readAll(table, file, CONFIGURATION);
    }

    private static void assertBadData(ThrowingCallable action, String... message) {
        assertThatThrownBy(action).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA);
            assertThat(e.getMessage()).contains("a.parquet").hasLineCount(1);
            assertThat(List.of(message)).allMatch(e.getMessage()::contains);
        });
    }

    private static All all(int n, SortedMap<String, String> texts, SortedMap<String, Double> numbers) {
        return new All(
                new Plain(
                        n,
                        Long.MIN_VALUE + n,
                        n == 0 ? Float.NaN : 1f / n,
                        n == 0 ? Double.NEGATIVE_INFINITY : -1.0 / n,
                        "ä\n\"," + "x".repeat(n),
                        Instant.parse("2024-05-06T07:08:09.123456Z").minusSeconds(3_000_000_000L * n),
                        Colour.values()[n % 2]),
                new Lists(
                        new short[] {Short.MIN_VALUE, (short) n, Short.MAX_VALUE},
                        IntStream.range(0, 17 * n).toArray(),
                        new float[] {Float.NaN, n, Float.MIN_VALUE},
                        IntStream.range(0, 16 * n).mapToDouble(i -> 1.0 / i).toArray(),
                        new byte[n],
                        texts,
                        numbers),
                new Inner(new Optionals2(n % 2 == 0 ? OptionalInt.of(n) : OptionalInt.empty()), -n),
                7 * n);
    }

    @Test
    void everyTypeGoesOutAndBack() {
        All empty = all(0, new TreeMap<>(), new TreeMap<>());
        All one = all(1, new TreeMap<>(Map.of("", "", "b", "β")), new TreeMap<>(Map.of("k", Double.NaN)));
        All two =
                all(2, new TreeMap<>(Map.of("z", "1", "a", "2", "m", "3")), new TreeMap<>(Map.of("y", 1.5, "x", -0.0)));
        write(ALL, empty, one, two, empty);
        assertThat(read(ALL))
                .usingRecursiveComparison()
                // AssertJ's own are tolerant, and take NaN for different from NaN.
                .withEqualsForType(Float::equals, Float.class)
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(List.of(empty, one, two, empty));
    }

    private static Optionals none() {
        return new Optionals(
                OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void whatIsNotThereIsNullAndComesBackAsThat() {
        Optionals some = new Optionals(
                OptionalInt.of(0),
                OptionalLong.of(-1L << 40),
                OptionalDouble.of(0.5),
                Optional.of(""),
                Optional.of(Instant.EPOCH));
        write(OPTIONALS, some, none(), some);
        assertThat(read(OPTIONALS)).containsExactly(some, none(), some);
        assertThat(OPTIONALS.values(none())).containsOnlyNulls().hasSize(5);
        assertThat(OPTIONALS.values(some)).containsExactly(0, -1L << 40, 0.5, "", Instant.EPOCH);

        Nullables full = new Nullables(-0.5, "x", new TreeMap<>(Map.of("a", "")), new TreeMap<>(Map.of("b", 0.0)));
        Nullables empty = new Nullables(Double.NaN, "", new TreeMap<>(), new TreeMap<>());
        write(NULLABLES, empty, full, empty);
        assertThat(read(NULLABLES)).containsExactly(empty, full, empty);
        assertThat(NULLABLES.values(empty)).containsOnlyNulls().hasSize(4);
        write(NULLABLES, new Nullables(Double.NaN, null, null, null));
        assertThat(read(NULLABLES)).containsExactly(empty);
    }

    @Test
    void aRowThatLacksAValueIsRefusedAndNoFileAppears() {
        All whole = all(1, new TreeMap<>(), new TreeMap<>());
        Plain p = whole.plain;
        for (Plain plain : List.of(
                new Plain(1, 1, 1, 1, null, p.at, p.colour),
                new Plain(1, 1, 1, 1, p.text, null, p.colour),
                new Plain(1, 1, 1, 1, p.text, p.at, null))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> write(ALL, new All(plain, whole.lists, whole.inner, 0)))
                    .withMessageMatching("all\\.(text|at|colour) must not be null");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void columnsAreNamedAndDescribedByTheRecord() {
        assertThat(ALL.columnNames())
                .containsExactly(
                        "number",
                        "long_number",
                        "ratio",
                        "wide_ratio",
                        "text",
                        "at",
                        "colour",
                        "shorts",
                        "ints",
                        "floats",
                        "doubles",
                        "bytes",
                        "texts",
                        "numbers",
                        "l2_norm",
                        "class",
                        "last");
        assertThat(ALL.columns().apply("class").getComment().get()).isEqualTo("renamed");
        assertThat(ALL.columns().apply("l2_norm").nullable()).isTrue();
        assertThat(ALL.columns().apply("class").nullable()).isFalse();
        assertThat(ALL.descriptions()).containsEntry("part", "a partition").containsEntry("last", "last");
        assertThat(ALL.partitionColumns()).containsExactly("part");
        assertThat(Arrays.stream(NULLABLES.columns().fields())).allMatch(field -> field.nullable());
        assertThat(ALL.valuesByName(all(3, new TreeMap<>(), new TreeMap<>())))
                .containsEntry("colour", "light-blue")
                .containsEntry("class", -3)
                .containsEntry("l2_norm", null)
                .containsEntry("last", 21);
    }

    record Older(@Column("a whole number") int number) {}

    record Newer(
            @Column("a whole number") int number,
            @Column("new") OptionalInt count,
            @Column("new") OptionalLong bytes,
            @Column("new") OptionalDouble share,
            @Column("new") Optional<String> name,
            @Column("new") Optional<Instant> at,
            @Column(value = "new", nullable = true) double ratio,
            @Column(value = "new", nullable = true) String text,
            @Column(value = "new", nullable = true) SortedMap<String, String> texts,
            @Column(value = "new", nullable = true) SortedMap<String, Double> numbers) {}

    @Test
    void aNullableColumnThatAnOlderFileLacksReadsAsNull() {
        Table<Newer> newer = Table.of(Newer.class, "t", "A row");
        write(Table.of(Older.class, "t", "A row"), new Older(3), new Older(4));
        List<Newer> rows = read(newer);
        assertThat(rows).extracting(Newer::number).containsExactly(3, 4);
        assertThat(rows)
                .allSatisfy(row -> assertThat(newer.values(row))
                        .hasSize(10)
                        .startsWith(row.number)
                        .satisfies(values ->
                                assertThat(Arrays.copyOfRange(values, 1, 10)).containsOnlyNulls()));
        // The other way round: a column that this version does not know is not read.
        write(newer, rows.toArray(Newer[]::new));
        assertThat(read(Table.of(Older.class, "t", "A row"))).containsExactly(new Older(3), new Older(4));
    }

    record Required(
            @Column("a whole number") int number,
            @Column("required") int count) {}

    record RequiredMap(
            @Column("a whole number") int number,
            @Column("required") SortedMap<String, String> texts) {}

    record Text(@Column("text now") String number) {}

    record ListNow(@Column("a list now") int[] number) {}

    @Test
    void aFileOfOtherColumnsIsBadData() {
        write(Table.of(Older.class, "t", "A row"), new Older(3));
        assertBadData(
                () -> read(Table.of(Required.class, "t", "A row")), "it has no column count and is no file of table t");
        assertBadData(
                () -> read(Table.of(RequiredMap.class, "t", "A row")),
                "it has no column texts and is no file of table t");
        assertBadData(() -> read(Table.of(Text.class, "t", "A row")), "column number is ", "not ");
        assertBadData(() -> read(Table.of(ListNow.class, "t", "A row")), "column number is ", "not ");
    }

    record Optional1(@Column("perhaps") OptionalInt number) {}

    record OptionalAt(@Column("perhaps") Optional<Instant> at) {}

    record At(@Column("always") Instant at) {}

    @Test
    void aNullInARequiredColumnIsBadData() {
        write(Table.of(Optional1.class, "t", "A row"), new Optional1(OptionalInt.empty()));
        assertBadData(() -> read(Table.of(Older.class, "t", "A row")), "number is null");
        write(Table.of(OptionalAt.class, "t", "A row"), new OptionalAt(Optional.empty()));
        assertBadData(() -> read(Table.of(At.class, "t", "A row")), "at is null");
    }

    record Word(@Column("any word") String colour) {}

    record Chosen(@Column("a choice") Colour colour) {}

    @Test
    void aWordThatIsNoneOfTheChoicesIsBadData() {
        Table<Word> words = Table.of(Word.class, "t", "A row");
        Table<Chosen> chosen = Table.of(Chosen.class, "t", "A row");
        write(words, new Word("light-blue"), new Word("red"));
        assertThat(read(chosen)).extracting(Chosen::colour).containsExactly(Colour.LIGHT_BLUE, Colour.RED);
        write(chosen, new Chosen(Colour.LIGHT_BLUE));
        assertThat(read(words)).containsExactly(new Word("light-blue"));
        for (String unknown : List.of("green", "RED", "light_blue", "")) {
            write(words, new Word("red"), new Word(unknown));
            assertBadData(() -> read(chosen), "colour '" + unknown + "' is none of [red, light-blue]");
        }
    }

    record Checked(@Column("positive") int number) {
        Checked {
            if (number < 0) {
                throw new IllegalArgumentException("number must not be negative");
            }
        }
    }

    @Test
    void aValueThatTheRecordRefusesIsBadData() {
        write(Table.of(Older.class, "t", "A row"), new Older(-3));
        assertBadData(() -> read(Table.of(Checked.class, "t", "A row")), "number must not be negative");
    }

    record NotMarked(@Column("marked") int a, int b) {}

    record InnerNotMarked(NotMarked inner) {}

    record WithList(@Column("x") List<String> list) {}

    record WithOtherMap(@Column("x") SortedMap<String, Integer> map) {}

    record WithMap(@Column("x") Map<String, String> map) {}

    record WithBoolean(@Column("x") boolean flag) {}

    record WithOptional(@Column("x") Optional<Integer> number) {}

    record WithBoxed(@Column("x") Integer number) {}

    record NullableInt(@Column(value = "x", nullable = true) int number) {}

    record NullableList(
            @Column(value = "x", nullable = true) int[] numbers) {}

    record NullableChoice(
            @Column(value = "x", nullable = true) Colour colour) {}

    @Test
    void recordsThatNoColumnsCanHoldAreRefused() {
        for (Class<? extends Record> notMarked : List.of(NotMarked.class, InnerNotMarked.class)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Table.of(notMarked, "t", "A row"))
                    .withMessage(NotMarked.class.getName() + ".b is not marked as a column");
        }
        for (Class<? extends Record> impossible : List.of(
                WithList.class,
                WithOtherMap.class,
                WithMap.class,
                WithBoolean.class,
                WithOptional.class,
                WithBoxed.class)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Table.of(impossible, "t", "A row"))
                    .withMessageStartingWith("no column can hold ")
                    .withMessageEndingWith(" " + impossible.getRecordComponents()[0].getName());
        }
        for (Class<? extends Record> notNullable :
                List.of(NullableInt.class, NullableList.class, NullableChoice.class)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Table.of(notNullable, "t", "A row"))
                    .withMessageMatching("no null in place of (int|int\\[\\]|Colour): use an optional type");
        }
    }

    @Test
    void aFileNotesItsTableItsColumnsAndWhereItCameFrom() {
        write(ALL, all(1, new TreeMap<>(), new TreeMap<>()));
        try (TableReader reader = TableReader.open(ALL, file, CONFIGURATION)) {
            assertThat(reader.provenance("table")).contains("all");
            assertThat(reader.provenance("description")).contains("Every type");
            assertThat(reader.provenance("column.class")).contains("renamed");
            assertThat(reader.provenance("column.part")).contains("a partition");
            assertThat(reader.provenance("source")).contains("a test");
            assertThat(reader.provenance("other")).isEmpty();
            assertThat(reader.rows()).isEqualTo(1);
        }
    }

    @Test
    void rowsComeAcrossRowGroups() {
        Table<Word> words = Table.of(Word.class, "t", "A row");
        // Hexadecimal digits of their own, so that neither dictionary nor compression keeps them small.
        java.util.Random random = new java.util.Random(1);
        List<Word> rows = IntStream.range(0, 4000)
                .mapToObj(i -> {
                    byte[] bytes = new byte[5000];
                    random.nextBytes(bytes);
                    return new Word(java.util.HexFormat.of().formatHex(bytes));
                })
                .toList();
        write(words, rows);
        assertThat(rowGroups()).isGreaterThan(1);
        assertThat(read(words)).isEqualTo(rows);
        assertThat(TableReader.rows(file, CONFIGURATION)).isEqualTo(4000);
    }

    private int rowGroups() {
        try (var reader = org.apache.parquet.hadoop.ParquetFileReader.open(
                org.apache.parquet.hadoop.util.HadoopInputFile.fromPath(file, CONFIGURATION))) {
            return reader.getRowGroups().size();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void verifyingFindsAndNamesDamage() throws IOException {
        write(ALL, all(1, new TreeMap<>(), new TreeMap<>()), all(2, new TreeMap<>(), new TreeMap<>()));
        java.nio.file.Path path = directory.resolve("a.parquet");
        byte[] whole = Files.readAllBytes(path);
        TableReader.verify(file, CONFIGURATION);
        try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.seek(40);
            raw.write(whole[40] ^ 1);
        }
        assertBadData(() -> TableReader.verify(file, CONFIGURATION));
        assertThat(TableReader.rows(file, CONFIGURATION))
                .as("that is in the footer")
                .isEqualTo(2);
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        assertBadData(() -> TableReader.verify(file, CONFIGURATION));
        Files.write(path, new byte[0]);
        assertBadData(() -> TableReader.verify(file, CONFIGURATION));
        Files.delete(path);
        assertThatThrownBy(() -> TableReader.verify(file, CONFIGURATION))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT))
                .hasMessageContaining("a.parquet");
        write(ALL, List.of());
        TableReader.verify(file, CONFIGURATION);
        assertThat(read(ALL)).isEmpty();
    }

    @Test
    void oneRowMeansOneRow() {
        Table<Older> table = Table.of(Older.class, "t", "A row");
        write(table, new Older(1));
        assertThat(TableReader.readOne(table, file, CONFIGURATION)).isEqualTo(new Older(1));
        write(table, new Older(1), new Older(2));
        assertBadData(() -> TableReader.readOne(table, file, CONFIGURATION), "it has 2 rows, not 1");
        write(table, List.of());
        assertBadData(() -> TableReader.readOne(table, file, CONFIGURATION), "it has 0 rows, not 1");
    }

    /** A disk that is full. */
    public static final class FullDisk extends RawLocalFileSystem {
        @Override
        public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
            return super.create(new Path("/dev/full"), overwrite);
        }
    }

    @Test
    void aFullDiskIsTheUsersToMendWhereverItShows() {
        Configuration full = new Configuration();
        full.setClass("fs.file.impl", FullDisk.class, FileSystem.class);
        full.setBoolean("fs.file.impl.disable.cache", true);
        Table<Older> table = Table.of(Older.class, "t", "A row");
        assertThatThrownBy(() -> {
                    try (TableWriter<Older> writer =
                            TableWriter.open(table, file, PendingFile.Existing.KEEP, full, Map.of())) {
                        writer.write(new Older(1));
                        writer.commit();
                    }
                })
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE);
                    assertThat(e.getMessage())
                            .hasLineCount(1)
                            .startsWith("cannot write " + file + ": No space left on device");
                });
    }

    @Test
    void whatAFileSystemSaysInManyLinesIsOne() {
        IOException safeMode =
                new IOException("Cannot create file. Name node is in safe mode.\nThe reported blocks 0\n");
        assertThat(TableWriter.cannotWrite(file, safeMode).getMessage())
                .hasLineCount(1)
                .contains("a.parquet: Cannot create file. Name node is in safe mode.; check");
    }

    @Test
    void aFileAppearsWholeOrNotAtAll() {
        Table<Older> table = Table.of(Older.class, "t", "A row");
        try (TableWriter<Older> writer =
                TableWriter.open(table, file, PendingFile.Existing.KEEP, CONFIGURATION, Map.of())) {
            writer.write(new Older(1));
            assertThat(directory.toFile().list())
                    .singleElement()
                    .asString()
                    .startsWith("_a.parquet.")
                    .endsWith(".tmp");
        }
        assertThat(directory).isEmptyDirectory();
        write(table, new Older(1));
        try (TableWriter<Older> writer =
                TableWriter.open(table, file, PendingFile.Existing.KEEP, CONFIGURATION, Map.of())) {
            writer.write(new Older(2));
            assertThat(writer.commit()).isFalse();
        }
        assertThat(read(table)).containsExactly(new Older(1));
        assertThat(directory.toFile().list()).containsExactly("a.parquet");
        write(table, new Older(3));
        assertThat(read(table)).containsExactly(new Older(3));
        assertThat(directory.toFile().list()).containsExactly("a.parquet");
    }
}
