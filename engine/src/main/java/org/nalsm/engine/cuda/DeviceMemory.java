package org.nalsm.engine.cuda;

import com.sun.jna.ptr.LongByReference;

/** Memory of a device. */
public final class DeviceMemory implements AutoCloseable {
    private final CudaContext context;
    private final long address;
    private final long bytes;
    private boolean open = true;

    DeviceMemory(CudaContext context, long bytes) {
        this.context = context;
        this.bytes = bytes;
        LongByReference pointer = new LongByReference();
        CudaDevices.check(
                CudaDevices.driver().cuMemAlloc_v2(pointer, Math.max(1, bytes)),
                "taking %,d MiB of memory on %s".formatted((bytes >> 20) + 1, context.device()));
        address = pointer.getValue();
    }

    /** As kernels see it. */
    public long address() {
        return address;
    }

    /** Size, bytes. */
    public long bytes() {
        return bytes;
    }

    /** Frees it. Whatever uses it must be over. */
    @Override
    public void close() {
        if (open) {
            open = false;
            context.enter();
            CudaDevices.check(CudaDevices.driver().cuMemFree_v2(address), "freeing memory on " + context.device());
        }
    }
}
