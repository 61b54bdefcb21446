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
 * @param farBytes device memory of a block
 * @param residentBlocks blocks that the device runs at once
 */
record LaunchPlan(CudaKernel kernel, int threads, int nearBytes, long farBytes, int residentBlocks) {
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

    /** Neurons up to which a block has 256 threads, and 512. Chosen by reasoning; no GPU has measured it. */
    private static final int SMALL = 2500;

    private static final int MEDIUM = 5000;

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
                int resident = kernel.residentBlocks(threads, (int) near);
                return new LaunchPlan(kernel, threads, (int) near, bytes[placement][1], resident);
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
        if (kind == Kind.SEQUENCE || neurons > MEDIUM) {
            return 32 * WARP;
        }
        return neurons > SMALL ? 16 * WARP : 8 * WARP;
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
