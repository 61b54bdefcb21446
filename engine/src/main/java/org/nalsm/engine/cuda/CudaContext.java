package org.nalsm.engine.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process does on one device: its primary context, which lives until the process ends. Any thread may use it,
 * after {@link #enter}.
 */
public final class CudaContext {
    private static final Map<Integer, CudaContext> OPEN = new ConcurrentHashMap<>();

    private final CudaDevice device;
    private final Pointer context;

    private CudaContext(CudaDevice device) {
        this.device = device;
        PointerByReference made = new PointerByReference();
        CudaDevices.check(
                CudaDevices.driver().cuDevicePrimaryCtxRetain(made, device.handle()), "opening a context on " + device);
        context = made.getValue();
    }

    /**
     * The context of a device, for this thread to use.
     *
     * @throws CudaException if the device cannot be used, for instance because it is in exclusive mode and taken
     */
    public static CudaContext of(CudaDevice device) {
        CudaContext context = OPEN.computeIfAbsent(device.ordinal(), k -> new CudaContext(device));
        context.enter();
        return context;
    }

    /** Makes this the context of the calling thread. To be called by every thread before it uses what belongs to it. */
    public void enter() {
        CudaDevices.check(CudaDevices.driver().cuCtxSetCurrent(context), "entering the context of " + device);
    }

    /** The device. */
    public CudaDevice device() {
        return device;
    }

    /** Memory that is not taken by any process, bytes. */
    public long freeBytes() {
        LongByReference free = new LongByReference();
        CudaDevices.check(
                CudaDevices.driver().cuMemGetInfo_v2(free, new LongByReference()), "asking " + device + " for memory");
        return free.getValue();
    }

    /**
     * Loads a program.
     *
     * @param ptx its text
     * @throws CudaException if the driver is too old for it, or cannot compile it for the device
     */
    public CudaModule load(String ptx) {
        byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        try (Memory image = new Memory(text.length + 1L)) {
            image.write(0, text, 0, text.length);
            image.setByte(text.length, (byte) 0);
            PointerByReference module = new PointerByReference();
            CudaDevices.check(
                    CudaDevices.driver().cuModuleLoadDataEx(module, image, 0, Pointer.NULL, Pointer.NULL),
                    "loading the kernels on " + device + " with compute capability " + device.capability()
                            + " and a driver for " + device.driver());
            return new CudaModule(this, module.getValue());
        }
    }

    /**
     * Device memory, with any content.
     *
     * @throws CudaException if it is not free; {@link CudaException#isOutOfMemory}
     */
    public DeviceMemory allocate(long bytes) {
        return new DeviceMemory(this, bytes);
    }

    /** Memory of the host that the device can copy from and to while the host goes on. */
    public PinnedMemory allocatePinned(long bytes) {
        return new PinnedMemory(this, bytes);
    }

    /** A new queue of work. */
    public CudaStream newStream() {
        return new CudaStream(this);
    }
}
