package org.nalsm.engine.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/** A function that runs on the device. */
public final class CudaKernel {
    private final CudaDevice device;
    private final String name;
    private final Pointer function;

    CudaKernel(CudaDevice device, String name, Pointer function) {
        this.device = device;
        this.name = name;
        this.function = function;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    Pointer function() {
        return function;
    }

    /**
     * How many blocks the device runs at once. Also allows blocks all the shared memory that the device has for one, so it
     * is to be asked before the first launch.
     *
     * @param threads of a block
     * @param sharedBytes of a block
     */
    public int residentBlocks(int threads, int sharedBytes) {
        CudaDevices.check(
                CudaDevices.driver()
                        .cuFuncSetAttribute(function, Driver.FUNCTION_SHARED_BYTES, device.sharedBytesPerBlock()),
                "giving " + name + " all shared memory of " + device);
        IntByReference blocks = new IntByReference();
        CudaDevices.check(
                CudaDevices.driver()
                        .cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, function, threads, sharedBytes),
                "asking how many blocks of " + name + " run at once on " + device);
        return Math.max(1, blocks.getValue()) * device.multiprocessors();
    }
}
