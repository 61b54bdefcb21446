package org.nalsm.spark.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;

/**
 * Stands where Parquet's column readers insist on a tree of converters; {@link TableReader} takes the values
 * from the column readers itself and never calls it.
 */
final class NoConverter extends GroupConverter {
    private final Converter[] children;

    NoConverter(GroupType type) {
        children = type.getFields().stream()
                .map(field -> field.isPrimitive() ? new PrimitiveConverter() {} : new NoConverter(field.asGroupType()))
                .toArray(Converter[]::new);
    }

    @Override
    public Converter getConverter(int fieldIndex) {
        return children[fieldIndex];
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end() {
        throw new UnsupportedOperationException();
    }
}
