package org.nalsm.spark.readout;

import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * While any of these is open, BLAS runs single-threaded: the readout cuts its work into fixed blocks and
 * runs them on its own threads, so that sums are formed in the same order however many cores there are.
 * The setting is the process's, hence the count of those who need it.
 */
final class BlasThreads implements AutoCloseable {
    private static int open;
    private static int before;

    private BlasThreads() {}

    static BlasThreads single() {
        synchronized (BlasThreads.class) {
            if (open++ == 0) {
                Blas blas = Nd4j.factory().blas();
                before = blas.getMaxThreads();
                blas.setMaxThreads(1);
            }
        }
        return new BlasThreads();
    }

    @Override
    public void close() {
        synchronized (BlasThreads.class) {
            if (--open == 0) {
                Nd4j.factory().blas().setMaxThreads(before);
            }
        }
    }
}
