package org.nalsm.spark.readout.distributed;

import java.util.List;

/**
 * Has Spark ML do its linear algebra in Java. Its native library loads the OpenBLAS of the machine, whose file is named like
 * that of ND4J: whichever of the two is needed second in a process finds the other one, lacks functions in it, and the
 * process ends without a word from Java. And every machine's library rounds in its own way.
 */
final class JavaBlas {
    private static final List<String> LIBRARIES =
            List.of("dev.ludovic.netlib.blas.nativeLib", "dev.ludovic.netlib.lapack.nativeLib");

    private JavaBlas() {}

    /** To be called before this process does any; whoever has named a library keeps it. */
    static void use() {
        LIBRARIES.stream()
                .filter(key -> System.getProperty(key) == null)
                .forEach(key -> System.setProperty(key, "none"));
    }
}
