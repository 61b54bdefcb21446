package org.nalsm.spark.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableWriter;

/**
 * Writes the rows of one block of samples as they are made: its file of the main table and, where there are rows for
 * them, of others. The main file gets its name last, so a block that has it is whole. Closing without {@link #commit}
 * leaves nothing behind. For one task, one thread.
 */
public final class BlockWriter implements AutoCloseable {
    private final Table<?> main;
    private final Function<Table<?>, TableWriter<?>> opener;
    private final TableWriter<?> mainWriter;
    private final Map<Table<?>, TableWriter<?>> writers = new LinkedHashMap<>();

    BlockWriter(Table<?> main, Function<Table<?>, TableWriter<?>> opener) {
        this.main = main;
        this.opener = opener;
        this.mainWriter = opener.apply(main);
        writers.put(main, mainWriter);
    }

    /** Adds a row; samples of a block come in the order of their ids. Its arrays may be reused afterwards. */
    @SuppressWarnings("unchecked") // the opener makes a table's writer
    public <R> void write(Table<R> table, R row) {
        ((TableWriter<R>) writers.computeIfAbsent(table, opener)).write(row);
    }

    /**
     * Makes the block visible.
     *
     * @return false if another attempt had finished the block before; its file stays, this one is dropped
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if the disk refuses
     */
    public boolean commit() {
        writers.forEach((table, writer) -> {
            if (table != main) {
                writer.commit();
            }
        });
        return mainWriter.commit();
    }

    @Override
    public void close() {
        writers.values().forEach(TableWriter::close);
    }
}
