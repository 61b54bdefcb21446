package org.nalsm.spark.benchmark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.sample.SampleSources;

/** What runs in a Java virtual machine that {@link OwnJvm} starts; no command of the user's. */
final class VariantMain {
    private VariantMain() {}

    /** @param args the file that has the {@link Variant}, and gets its result or the user's mistake in its place */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        HandOver.write(file, outcome((Variant) HandOver.read(file)));
    }

    /** Another failure than the user's ends this virtual machine, with a stack trace. */
    private static Serializable outcome(Variant variant) {
        try {
            return variant.measure(SampleSources::load);
        } catch (UserException e) {
            return e;
        }
    }
}
