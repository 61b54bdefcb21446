package org.nalsm.engine.random;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The random numbers of one millisecond of an image: by rows, as the encoder draws them, and block by block. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PhiloxBenchmark {
    /** Blocks of a row; an image has about 50 groups of channels that are active, and 196 in all. */
    @Param({"50", "196"})
    public int blocks;

    private final Philox random = new Philox(1);
    private PhiloxRow row;
    private int[] words;
    private int[] block;
    private int t;

    /** Begins a presentation. */
    @Setup
    public void prepare() {
        int[] groups = new int[blocks];
        for (int k = 0; k < blocks; k++) {
            groups[k] = k;
        }
        row = new PhiloxRow(1, Stream.SAMPLE_SPIKES, blocks);
        row.start(groups, blocks, 1);
        words = new int[PhiloxRow.WORDS * blocks];
        block = new int[PhiloxRow.WORDS];
    }

    /** Three of ten rounds shared. */
    @Benchmark
    public int[] rows() {
        row.words(t++, words);
        return words;
    }

    /** Every block by itself. */
    @Benchmark
    public int[] singly() {
        t++;
        for (int k = 0; k < blocks; k++) {
            random.block(Stream.SAMPLE_SPIKES, k, t, 1, block);
            System.arraycopy(block, 0, words, k * PhiloxRow.WORDS, PhiloxRow.WORDS);
        }
        return words;
    }
}
