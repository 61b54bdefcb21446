package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaStream;
import org.nalsm.engine.cuda.DeviceMemory;
import org.nalsm.engine.cuda.PinnedMemory;

/** Memory of a device, with its counterpart on the host if it has one, as large as the largest use so far. */
final class GrowingMemory implements AutoCloseable {
    private final CudaContext context;
    private final boolean mirrored;
    private @Nullable DeviceMemory device;
    private @Nullable PinnedMemory host;

    /** @param mirrored whether the host has a copy */
    GrowingMemory(CudaContext context, boolean mirrored) {
        this.context = context;
        this.mirrored = mirrored;
    }

    /**
     * Makes room; what was there is lost. The stream that uses it must be idle.
     *
     * @throws org.nalsm.engine.cuda.CudaException if there is no memory
     */
    void reserve(long bytes) {
        if (device != null && device.bytes() >= bytes) {
            return;
        }
        close();
        device = context.allocate(bytes);
        if (mirrored) {
            host = context.allocatePinned(bytes);
        }
    }

    /** The memory of the device. */
    DeviceMemory device() {
        if (device == null) {
            throw new IllegalStateException("nothing is reserved");
        }
        return device;
    }

    /** The host's copy. */
    ByteBuffer host() {
        return pinned().bytes();
    }

    private PinnedMemory pinned() {
        if (host == null) {
            throw new IllegalStateException("nothing is reserved");
        }
        return host;
    }

    void upload(CudaStream stream, long bytes) {
        stream.copy(pinned(), device(), bytes);
    }

    void download(CudaStream stream, long bytes) {
        stream.copy(device(), pinned(), bytes);
    }

    @Override
    public void close() {
        if (device != null) {
            device.close();
            device = null;
        }
        if (host != null) {
            host.close();
            host = null;
        }
    }
}
