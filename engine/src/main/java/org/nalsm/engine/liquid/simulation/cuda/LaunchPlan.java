package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import org.nalsm.engine.UserException;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaKernel;
import org.nalsm.engine.cuda.CudaModule;
import org.nalsm.engine.cuda.CudaStream;
import org.nalsm.engine.cuda.DeviceMemory;
import org.nalsm.engine.cuda.PinnedMemory;
import org.nalsm.engine.liquid.network.Network;

/**
 * How the blocks of a liquid are run on a device: the kernel whose state fits its shared memory, and what a block needs.
 *
 * @param kernel to launch
 * @param threads of a block
 * @param nearBytes shared memory of a block
 * @param nearSynapses samples of at most so many active synapses have their weights in shared memory, too
 * @param farBytes device memory of a block
 * @param residentBlocks blocks that the device runs at once
 */
record LaunchPlan(CudaKernel kernel, int threads, int nearBytes, int nearSynapses, long farBytes, int residentBlocks) {
    /** What a block does; in the order of the kernels' {@code Kind}. */
    enum Kind {
        FIXED("simulate_fixed_"),
        PLASTIC("simulate_plastic_"),
        SEQUENCE("initialise_");

        private final String kernel;

        Kind(String kernel) {
            this.kernel = kernel;
        }
    }

    private static final int PLACEMENTS = 3;
    private static final int MEASURE_BYTES = 32;
    private static final int WARP = 32;

    /** Neurons up to which a block has 256 threads, and 512, where weights stay: an H100 simulates 1000 fastest with 256. */
    private static final int[] FIXED_LIMITS = {2500, 5000};

    /**
     * The same where weights change: many threads for few samples, whose weights lie near each other in the second-level
     * cache. An H100 simulates 1000 neurons of NALSM a third faster with 1024 threads than with 512.
     */
    private static final int[] PLASTIC_LIMITS = {400, 800};

    /**
     * The share of the synapses of the largest sample that must fit. With 1000 neurons an H100 simulates LSM+STDP, whose
     * liquid is the most active, 1.6 times as fast then, and NALSM 1.07 times.
     */
    private static final double NEAR_SHARE = 0.75;

    /**
     * The plan for samples of at most {@code channels} active channels; for a sequence, all of them.
     *
     * @throws UserException BAD_CONFIGURATION if the device has too little shared memory for the liquid
     */
    static LaunchPlan of(CudaContext context, Network network, Kind kind, int channels) {
        CudaModule module = KernelImage.loadedIn(context);
        long[][] bytes = measure(context, module, network, kind, channels);
        int available = context.device().sharedBytesPerBlock();
        for (int placement = 0; placement < PLACEMENTS; placement++) {
            long near = bytes[placement][0];
            if (near <= available) {
                CudaKernel kernel = module.kernel(kind.kernel + placement);
                int threads = threads(kind, network.liquid() + channels);
                int synapses = kind == Kind.PLASTIC ? nearSynapses(network, channels, available - near) : 0;
                int nearBytes = (int) near + synapses * Float.BYTES;
                int resident = kernel.residentBlocks(threads, nearBytes);
                return new LaunchPlan(kernel, threads, nearBytes, synapses, bytes[placement][1], resident);
            }
        }
        throw new UserException(
                UserException.Kind.BAD_CONFIGURATION,
                ("network.dimensions: a liquid of %,d neurons needs at least %,d KiB of shared memory on a GPU, but %s has "
                                + "%,d; use a smaller one, or simulation.backend = event")
                        .formatted(
                                network.liquid(), bytes[PLACEMENTS - 1][0] >> 10, context.device(), available >> 10));
    }

    /** A sequence has the multiprocessor to itself. */
    private static int threads(Kind kind, int neurons) {
        int[] limits = kind == Kind.FIXED ? FIXED_LIMITS : PLASTIC_LIMITS;
        if (kind == Kind.SEQUENCE || neurons > limits[1]) {
            return 32 * WARP;
        }
        return neurons > limits[0] ? 16 * WARP : 8 * WARP;
    }

    /** Whose weights fit the rest of the shared memory; 0 where too few samples would gain from it. */
    private static int nearSynapses(Network network, int channels, long freeBytes) {
        long ofLiquid = network.rowStart(network.liquid());
        long most = ofLiquid + channels * (network.synapses() - ofLiquid) / network.inputs();
        return freeBytes < NEAR_SHARE * most * Float.BYTES ? 0 : (int) Math.min(most, freeBytes / Float.BYTES);
    }

    /** Near and far bytes of every placement; the kernels' own arithmetic. */
    private static long[][] measure(CudaContext context, CudaModule module, Network network, Kind kind, int channels) {
        long size = 2L * PLACEMENTS * Long.BYTES;
        try (CudaStream stream = context.newStream();
                DeviceMemory answer = context.allocate(size);
                PinnedMemory copy = context.allocatePinned(size)) {
            ByteBuffer asked = new Arguments(MEASURE_BYTES)
                    .number((long) network.synapses())
                    .address(answer)
                    .number(network.liquid())
                    .number(network.inputs())
                    .number(channels)
                    .number(kind.ordinal())
                    .whole();
            stream.launch(module.kernel("measure"), 1, WARP, 0, asked);
            stream.copy(answer, copy, size);
            stream.synchronize();
            long[][] bytes = new long[PLACEMENTS][2];
            ByteBuffer read = copy.bytes();
            for (long[] placement : bytes) {
                placement[0] = read.getLong();
                placement[1] = read.getLong();
            }
            return bytes;
        }
    }
}
