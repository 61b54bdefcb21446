package org.nalsm.engine.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of the host that stays where it is, so that a device copies it by itself. */
public final class PinnedMemory implements AutoCloseable {
    private final CudaContext context;
    private final Pointer pointer;
    private final ByteBuffer bytes;
    private boolean open = true;

    PinnedMemory(CudaContext context, long size) {
        this.context = context;
        PointerByReference made = new PointerByReference();
        CudaDevices.check(
                CudaDevices.driver().cuMemAllocHost_v2(made, Math.max(1, size)),
                "taking %,d MiB of pinned memory".formatted((size >> 20) + 1));
        pointer = made.getValue();
        bytes = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }

    /** All of it; every call has a position of its own. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    Pointer pointer() {
        return pointer;
    }

    /** Frees it; buffers of it must not be used any more. */
    @Override
    public void close() {
        if (open) {
            open = false;
            context.enter();
            CudaDevices.check(CudaDevices.driver().cuMemFreeHost(pointer), "freeing pinned memory");
        }
    }
}
