package org.nalsm.spark.run;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            ElementType type = ElementType.of(array.getValue());
            ByteBuffer bytes = type.bytes(array.getValue());
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
            ElementType type = ElementType.of(pieces.get(0).type());
            ByteBuffer bytes = ByteBuffer.allocate(
                            Math.multiplyExact(pieces.get(0).length(), type.size))
                    .order(ByteOrder.LITTLE_ENDIAN);
            pieces.forEach(piece -> bytes.put(piece.offset() * type.size, piece.data()));
            type.put(state, name, bytes);
        });
        return new Checkpoint(rows.isEmpty() ? 0 : rows.get(0).step(), state);
    }

    /** How the elements of an array lie in bytes. */
    private enum ElementType {
        FLOAT32("float32", Float.BYTES) {
            @Override
            void fill(ByteBuffer bytes, Object array) {
                bytes.asFloatBuffer().put((float[]) array);
            }

            @Override
            void put(PhaseState state, String name, ByteBuffer bytes) {
                float[] array = new float[bytes.capacity() / size()];
                bytes.asFloatBuffer().get(array);
                state.put(name, array);
            }
        },
        FLOAT64("float64", Double.BYTES) {
            @Override
            void fill(ByteBuffer bytes, Object array) {
                bytes.asDoubleBuffer().put((double[]) array);
            }

            @Override
            void put(PhaseState state, String name, ByteBuffer bytes) {
                double[] array = new double[bytes.capacity() / size()];
                bytes.asDoubleBuffer().get(array);
                state.put(name, array);
            }
        },
        INT32("int32", Integer.BYTES) {
            @Override
            void fill(ByteBuffer bytes, Object array) {
                bytes.asIntBuffer().put((int[]) array);
            }

            @Override
            void put(PhaseState state, String name, ByteBuffer bytes) {
                int[] array = new int[bytes.capacity() / size()];
                bytes.asIntBuffer().get(array);
                state.put(name, array);
            }
        },
        INT64("int64", Long.BYTES) {
            @Override
            void fill(ByteBuffer bytes, Object array) {
                bytes.asLongBuffer().put((long[]) array);
            }

            @Override
            void put(PhaseState state, String name, ByteBuffer bytes) {
                long[] array = new long[bytes.capacity() / size()];
                bytes.asLongBuffer().get(array);
                state.put(name, array);
            }
        };

        private final String word;
        private final int size;

        ElementType(String word, int size) {
            this.word = word;
            this.size = size;
        }

        int size() {
            return size;
        }

        static ElementType of(String word) {
            return Stream.of(values())
                    .filter(type -> type.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no element type " + word));
        }

        static ElementType of(Object array) {
            return array instanceof float[]
                    ? FLOAT32
                    : array instanceof double[] ? FLOAT64 : array instanceof int[] ? INT32 : INT64;
        }

        ByteBuffer bytes(Object array) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(java.lang.reflect.Array.getLength(array), size))
                    .order(ByteOrder.LITTLE_ENDIAN);
            fill(bytes, array);
            return bytes;
        }

        abstract void fill(ByteBuffer bytes, Object array);

        abstract void put(PhaseState state, String name, ByteBuffer bytes);
    }
}
