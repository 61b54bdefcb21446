package org.nalsm.spark.cluster;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Hands executors the libraries that otherwise stay with the driver.
 *
 * <p>Spark ships the application's jar to every executor. ND4J with its native code is a hundred times as large as
 * all else in it, and hardly any task needs it, so the build puts it in a second jar that only the driver loads.
 * The exceptions are tasks that simulate on the dense backend or compute the ranks of the kernel quality.
 */
public final class ExecutorLibraries {
    private ExecutorLibraries() {}

    /**
     * Call before the first job whose tasks use ND4J or OpenBLAS: tasks that start later find them. Does nothing
     * where tasks run in the driver's own process, and where the jar is among the application's already, by
     * {@code --jars} or an earlier call.
     */
    public static void ship(JavaSparkContext spark) {
        if (spark.isLocal()) {
            return;
        }
        Path jar = jarOfNd4j();
        if (!spark.sc().listJars().exists(added -> added.endsWith("/" + jar.getFileName()))) {
            spark.addJar(jar.toString());
        }
    }

    private static Path jarOfNd4j() {
        try {
            return Path.of(Nd4j.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
