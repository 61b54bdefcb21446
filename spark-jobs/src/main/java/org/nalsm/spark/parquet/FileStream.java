package org.nalsm.spark.parquet;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.io.PositionOutputStream;

/** A stream of Hadoop's as Parquet wants it. Closing it does nothing to Hadoop's, whose end is its owner's to decide. */
class FileStream extends PositionOutputStream {
    private final FSDataOutputStream out;

    FileStream(FSDataOutputStream out) {
        this.out = out;
    }

    final FSDataOutputStream out() {
        return out;
    }

    @Override
    public final long getPos() {
        return out.getPos();
    }

    @Override
    public final void write(int b) throws IOException {
        out.write(b);
    }

    @Override
    public final void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public final void flush() throws IOException {
        out.flush();
    }
}
