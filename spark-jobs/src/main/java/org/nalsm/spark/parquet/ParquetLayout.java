package org.nalsm.spark.parquet;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/** The Parquet types in which a table's columns lie in its files; the ones Spark itself would choose. */
final class ParquetLayout {
    private ParquetLayout() {}

    static MessageType of(Table<?> table) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (StructField field : table.columns().fields()) {
            message.addField(field(field));
        }
        return message.named("spark_schema");
    }

    private static Type field(StructField field) {
        Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        DataType type = field.dataType();
        if (type instanceof ArrayType array) {
            return Types.list(repetition)
                    .element(primitive(array.elementType(), Repetition.REQUIRED, "element"))
                    .named(field.name());
        }
        if (type instanceof MapType map) {
            return Types.map(repetition)
                    .key(primitive(map.keyType(), Repetition.REQUIRED, "key"))
                    .value(primitive(map.valueType(), Repetition.REQUIRED, "value"))
                    .named(field.name());
        }
        return primitive(type, repetition, field.name());
    }

    private static PrimitiveType primitive(DataType type, Repetition repetition, String name) {
        if (type.equals(DataTypes.IntegerType)) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
        } else if (type.equals(DataTypes.ShortType)) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition)
                    .as(LogicalTypeAnnotation.intType(16, true))
                    .named(name);
        } else if (type.equals(DataTypes.LongType)) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
        } else if (type.equals(DataTypes.FloatType)) {
            return Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
        } else if (type.equals(DataTypes.DoubleType)) {
            return Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
        } else if (type.equals(DataTypes.StringType)) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                    .as(LogicalTypeAnnotation.stringType())
                    .named(name);
        } else if (type.equals(DataTypes.BinaryType)) {
            return Types.primitive(PrimitiveTypeName.BINARY, repetition).named(name);
        } else if (type.equals(DataTypes.TimestampType)) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition)
                    .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
                    .named(name);
        }
        throw new IllegalArgumentException("column " + name + ": no Parquet layout for " + type.simpleString());
    }
}
