package org.nalsm.spark.readout.distributed;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.nalsm.engine.UserException;

/**
 * What a readout that is trained on the driver takes there, against what there is. It holds the counts of all splits in
 * native memory, as floats; on the heap, some thousand numbers a neuron and the predictions.
 *
 * @param heapFree bytes of the heap that are free or can become so
 * @param heapMax most bytes of the heap
 * @param nativeFree bytes that the process may take beside what it has
 * @param nativeLimit bytes that it may have in all
 */
public record DriverMemory(long heapFree, long heapMax, long nativeFree, long nativeLimit) {
    /**
     * Of the heap for a neuron: of 32 shares of a pass the gradient, twice; of eight shares of the validation the weights;
     * ten pairs of steps of L-BFGS and a dozen vectors of its own. Each number is there for ten classes. Adadelta needs less.
     */
    private static final long HEAP_BYTES_A_NEURON = 10 * (32 * (8 + 4) + 8 * 4 + 20 * 8 + 12 * 8);
    /** Of the heap for a sample: ten scores, twice while its row of predictions is written. */
    private static final long HEAP_BYTES_A_SAMPLE = 200;

    /** Of this process; a limit of its container counts as the machine's memory. */
    public static DriverMemory here() {
        Runtime runtime = Runtime.getRuntime();
        long machine = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        long allowed = Pointer.maxPhysicalBytes(); // 0: no limit
        long limit = allowed > 0 ? Math.min(allowed, machine) : machine;
        return new DriverMemory(
                runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()),
                runtime.maxMemory(),
                limit - Pointer.physicalBytes(),
                limit);
    }

    /**
     * Refuses, at the start of a run, what does not fit even into a process that has done nothing yet.
     *
     * @param samples of all splits
     * @throws UserException BAD_CONFIGURATION with both figures and what to set
     */
    public static void require(long samples, int neurons) {
        require(samples, neurons, "");
    }

    /**
     * Refuses what does not fit now that all counts are there, before the first of them is read. Likewise; what the process
     * has come to hold since its start (a heap that has grown, native libraries, the network) is no longer free.
     */
    public static void requireForCounted(long samples, int neurons) {
        require(samples, neurons, "; the counts are kept: the same command goes on with them after either change");
    }

    private static void require(long samples, int neurons, String afterwards) {
        if (here().lack(samples, neurons).isEmpty()) {
            return;
        }
        System.gc(); // what is garbage is free
        here().lack(samples, neurons).ifPresent(message -> {
            throw new UserException(UserException.Kind.BAD_CONFIGURATION, message + afterwards);
        });
    }

    /** What is too little, in words. */
    Optional<String> lack(long samples, int neurons) {
        long counts = Math.multiplyExact(samples, Math.multiplyExact((long) Float.BYTES, neurons));
        long heap = HEAP_BYTES_A_NEURON * neurons + HEAP_BYTES_A_SAMPLE * samples;
        if (counts > nativeFree) {
            return Optional.of(lack(
                    samples,
                    neurons,
                    "%s beside the heap for the spike counts of".formatted(mebibytes(counts)),
                    "%s of the %s that the driver may have are left"
                            .formatted(mebibytes(nativeFree), mebibytes(nativeLimit)),
                    "give it a larger machine or container"));
        }
        return heap > heapFree
                ? Optional.of(lack(
                        samples,
                        neurons,
                        "%s of heap for".formatted(mebibytes(heap)),
                        "%s of the driver's %s are free".formatted(mebibytes(heapFree), mebibytes(heapMax)),
                        "give it more (--driver-memory after --, or NALSM_DRIVER_MEMORY)"))
                : Optional.empty();
    }

    private static String lack(long samples, int neurons, String needed, String there, String orElse) {
        return String.format(
                Locale.ROOT,
                "the readout on the driver needs %s %,d samples x %,d neurons, and %s; set readout.trainer = spark-ml, "
                        + "which leaves the counts with the executors, or %s",
                needed,
                samples,
                neurons,
                there,
                orElse);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", Math.max(bytes, 0) >> 20);
    }
}
