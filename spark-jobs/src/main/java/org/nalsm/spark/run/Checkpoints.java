package org.nalsm.spark.run;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.table.CheckpointRow;
import org.nalsm.spark.table.ResultsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states that a sequential phase of a run has left in table {@code checkpoints}, a file each. Two are kept: should
 * the newest be damaged, the phase goes on from the one before. Serializable; written by the phase's task.
 */
final class Checkpoints implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int KEPT = 2;
    /** Bytes of a row; a multiple of every element's size. */
    private static final int PIECE = 1 << 20;

    private final ResultsStore store;
    private final String runId;
    private final String phase;

    Checkpoints(ResultsStore store, String runId, String phase) {
        this.store = store;
        this.runId = runId;
        this.phase = phase;
    }

    /** A state after so many steps. */
    record Checkpoint(long step, PhaseState state) {}

    /** Stores a state and drops all but the newest two. */
    void write(long step, PhaseState state) {
        store.writeOnce(CheckpointRow.TABLE, "%s-%012d".formatted(phase, step), rows(step, state), runId);
        List<String> files = files();
        files.subList(0, Math.max(0, files.size() - KEPT))
                .forEach(file -> store.delete(CheckpointRow.TABLE, file, runId));
    }

    /** The newest state that can be read, if there is one. */
    Optional<Checkpoint> latest() {
        List<String> files = files();
        for (int k = files.size() - 1; k >= 0; k--) {
            try {
                return Optional.of(read(store.read(CheckpointRow.TABLE, files.get(k), runId)));
            } catch (UserException | IllegalArgumentException e) {
                LOG.warn(
                        "Checkpoint {} of run {} cannot be used, {}: {}",
                        files.get(k),
                        runId,
                        k == 0 ? "so the phase begins anew" : "the one before it is tried",
                        e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Deletes the phase's states: what they would go on with is not wanted. */
    void clear() {
        files().forEach(file -> store.delete(CheckpointRow.TABLE, file, runId));
    }

    /** Steps of the newest state; 0 if there is none. Does not look into the file. */
    long latestStep() {
        List<String> files = files();
        return files.isEmpty() ? 0 : Long.parseLong(files.get(files.size() - 1).substring(phase.length() + 1));
    }

    private List<String> files() {
        return store.files(CheckpointRow.TABLE, runId).stream()
                .filter(file -> file.matches(phase + "-\\d{12}"))
                .toList();
    }

    private static Stream<CheckpointRow> rows(long step, PhaseState state) {
        return state.arrays().entrySet().stream().flatMap(array -> {
            Object values = array.getValue();
            ElementType type = ElementType.of(t -> t.array.isInstance(values), values.getClass());
            ByteBuffer bytes = type.bytes(values);
            int length = bytes.capacity() / type.size;
            // An empty array has one row as well.
            return IntStream.iterate(0, from -> from == 0 || from < bytes.capacity(), from -> from + PIECE)
                    .mapToObj(from -> {
                        byte[] piece = new byte[Math.min(PIECE, bytes.capacity() - from)];
                        bytes.get(from, piece);
                        return new CheckpointRow(step, array.getKey(), type.word, length, from / type.size, piece);
                    });
        });
    }

    private static Checkpoint read(List<CheckpointRow> rows) {
        Map<String, List<CheckpointRow>> byName = new HashMap<>();
        rows.forEach(row ->
                byName.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(row));
        PhaseState state = new PhaseState();
        byName.forEach((name, pieces) -> {
            String word = pieces.get(0).type();
            ElementType type = ElementType.of(t -> t.word.equals(word), word);
            ByteBuffer bytes = ByteBuffer.allocate(
                            Math.multiplyExact(pieces.get(0).length(), type.size))
                    .order(ByteOrder.LITTLE_ENDIAN);
            pieces.forEach(piece -> bytes.put(piece.offset() * type.size, piece.data()));
            state.put(name, type.values(bytes));
        });
        return new Checkpoint(rows.isEmpty() ? 0 : rows.get(0).step(), state);
    }

    /**
     * How the elements of an array lie in bytes.
     *
     * @param word the type's name in the table
     * @param size of an element, bytes
     * @param put writes an array to bytes
     * @param get fills an array from bytes
     */
    private record ElementType(
            String word,
            int size,
            Class<?> array,
            BiConsumer<ByteBuffer, Object> put,
            BiConsumer<ByteBuffer, Object> get) {

        private static final List<ElementType> ALL = List.of(
                new ElementType(
                        "float32",
                        Float.BYTES,
                        float[].class,
                        (to, array) -> to.asFloatBuffer().put((float[]) array),
                        (from, array) -> from.asFloatBuffer().get((float[]) array)),
                new ElementType(
                        "float64",
                        Double.BYTES,
                        double[].class,
                        (to, array) -> to.asDoubleBuffer().put((double[]) array),
                        (from, array) -> from.asDoubleBuffer().get((double[]) array)),
                new ElementType(
                        "int32",
                        Integer.BYTES,
                        int[].class,
                        (to, array) -> to.asIntBuffer().put((int[]) array),
                        (from, array) -> from.asIntBuffer().get((int[]) array)),
                new ElementType(
                        "int64",
                        Long.BYTES,
                        long[].class,
                        (to, array) -> to.asLongBuffer().put((long[]) array),
                        (from, array) -> from.asLongBuffer().get((long[]) array)));

        private static ElementType of(Predicate<ElementType> wanted, Object what) {
            return ALL.stream()
                    .filter(wanted)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no element type " + what));
        }

        ByteBuffer bytes(Object values) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Array.getLength(values), size))
                    .order(ByteOrder.LITTLE_ENDIAN);
            put.accept(bytes, values);
            return bytes;
        }

        Object values(ByteBuffer bytes) {
            Object values = Array.newInstance(array.getComponentType(), bytes.capacity() / size);
            get.accept(bytes, values);
            return values;
        }
    }
}
