package org.nalsm.spark.benchmark;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one object, from one Java virtual machine to another that has the same classes. */
final class HandOver {
    private HandOver() {}

    static void write(Path file, Serializable object) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(file))) {
            out.writeObject(object);
        }
    }

    static Object read(Path file) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file))) {
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the other Java virtual machine has other classes", e);
        }
    }
}
