package org.nalsm.engine.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;

/** Work of a device that is done in order, while the host goes on. For one thread at a time. */
public final class CudaStream implements AutoCloseable {
    private final CudaContext context;
    private final Pointer stream;
    private boolean open = true;

    CudaStream(CudaContext context) {
        this.context = context;
        PointerByReference made = new PointerByReference();
        CudaDevices.check(
                CudaDevices.driver().cuStreamCreate(made, Driver.STREAM_NON_BLOCKING),
                "making a stream on " + context.device());
        stream = made.getValue();
    }

    /** Copies the first bytes to the device. They must not change before {@link #synchronize}. */
    public void copy(PinnedMemory from, DeviceMemory to, long bytes) {
        fits(bytes, from.bytes().capacity(), to.bytes());
        if (bytes > 0) {
            CudaDevices.check(
                    CudaDevices.driver().cuMemcpyHtoDAsync_v2(to.address(), from.pointer(), bytes, stream),
                    "copying to " + context.device());
        }
    }

    /** Copies the first bytes from the device. They are there after {@link #synchronize}. */
    public void copy(DeviceMemory from, PinnedMemory to, long bytes) {
        fits(bytes, from.bytes(), to.bytes().capacity());
        if (bytes > 0) {
            CudaDevices.check(
                    CudaDevices.driver().cuMemcpyDtoHAsync_v2(to.pointer(), from.address(), bytes, stream),
                    "copying from " + context.device());
        }
    }

    private static void fits(long bytes, long from, long to) {
        if (bytes > from || bytes > to) {
            throw new IllegalArgumentException("a copy of " + bytes + " bytes from " + from + " to " + to);
        }
    }

    /** Sets the first bytes to 0. */
    public void clear(DeviceMemory memory, long bytes) {
        fits(bytes, memory.bytes(), memory.bytes());
        if (bytes > 0) {
            CudaDevices.check(
                    CudaDevices.driver().cuMemsetD8Async(memory.address(), (byte) 0, bytes, stream),
                    "clearing memory on " + context.device());
        }
    }

    /**
     * Starts a kernel.
     *
     * @param parameters a direct buffer for each, in native byte order, as the kernel declares it; copied
     */
    public void launch(CudaKernel kernel, int blocks, int threads, int sharedBytes, ByteBuffer... parameters) {
        try (Memory pointers = new Memory((long) Native.POINTER_SIZE * parameters.length)) {
            for (int k = 0; k < parameters.length; k++) {
                pointers.setPointer((long) k * Native.POINTER_SIZE, Native.getDirectBufferPointer(parameters[k]));
            }
            CudaDevices.check(
                    CudaDevices.driver()
                            .cuLaunchKernel(
                                    kernel.function(),
                                    blocks,
                                    1,
                                    1,
                                    threads,
                                    1,
                                    1,
                                    sharedBytes,
                                    stream,
                                    pointers,
                                    Pointer.NULL),
                    "starting " + kernel.name() + " on " + context.device());
        }
    }

    /**
     * Waits until all of it is done.
     *
     * @throws CudaException if any of it failed
     */
    public void synchronize() {
        CudaDevices.check(CudaDevices.driver().cuStreamSynchronize(stream), "computing on " + context.device());
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            context.enter();
            CudaDevices.check(CudaDevices.driver().cuStreamDestroy_v2(stream), "closing a stream");
        }
    }
}
