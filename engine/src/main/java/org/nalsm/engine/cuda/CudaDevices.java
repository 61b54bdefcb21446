package org.nalsm.engine.cuda;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The GPUs of this process. The driver is loaded at the first question, once; where it cannot be, every question gets the
 * same answer.
 */
public final class CudaDevices {
    /** Of NVIDIA's driver. */
    public static final String LIBRARY = "libcuda.so.1";

    private static final int UUID_BYTES = 16;
    private static final int NAME_BYTES = 256;

    private CudaDevices() {}

    /**
     * All devices, in the driver's order.
     *
     * @throws CudaException if there is no driver, or no device; the message says what was looked for
     */
    public static List<CudaDevice> all() {
        return Loaded.get().devices;
    }

    /**
     * The device of that name: its UUID as {@code nvidia-smi -L} prints it ({@code GPU-...} or {@code MIG-...}), or
     * its number in the driver's order.
     *
     * @throws CudaException if there is no driver, or no such device; the message lists those there are
     */
    public static CudaDevice named(String address) {
        List<CudaDevice> devices = all();
        return devices.stream()
                .filter(device -> device.isNamed(address))
                .findFirst()
                .orElseThrow(() -> new CudaException(
                        "there is no GPU " + address + " here; there are "
                                + devices.stream().map(CudaDevice::toString).collect(Collectors.joining(", ")),
                        Driver.SUCCESS));
    }

    static Driver driver() {
        return Loaded.get().driver;
    }

    /** Fails unless a call was successful. */
    static void check(int result, String what) {
        if (result != Driver.SUCCESS) {
            throw new CudaException(what + " failed: " + Loaded.errorName(driver(), result), result);
        }
    }

    /** The driver and its devices, or why there are none. */
    private static final class Loaded {
        private static final Object OUTCOME = load();

        private final Driver driver;
        private final List<CudaDevice> devices;

        private Loaded(Driver driver, List<CudaDevice> devices) {
            this.driver = driver;
            this.devices = List.copyOf(devices);
        }

        static Loaded get() {
            if (OUTCOME instanceof Loaded loaded) {
                return loaded;
            }
            throw new CudaException((String) OUTCOME, Driver.SUCCESS);
        }

        private static Object load() {
            Driver driver;
            try {
                driver = Native.load(LIBRARY, Driver.class);
            } catch (UnsatisfiedLinkError e) {
                return "NVIDIA's driver library " + LIBRARY + " is not on this machine";
            }
            int result = driver.cuInit(0);
            if (result != Driver.SUCCESS) {
                return "NVIDIA's driver (" + CudaDevice.driverText(version(driver)) + ") does not start: "
                        + errorName(driver, result);
            }
            IntByReference count = new IntByReference();
            driver.cuDeviceGetCount(count);
            if (count.getValue() == 0) {
                return "NVIDIA's driver (" + CudaDevice.driverText(version(driver))
                        + ") shows no GPU; is CUDA_VISIBLE_DEVICES empty?";
            }
            List<CudaDevice> devices = new ArrayList<>();
            for (int ordinal = 0; ordinal < count.getValue(); ordinal++) {
                devices.add(describe(driver, ordinal));
            }
            return new Loaded(driver, devices);
        }

        private static CudaDevice describe(Driver driver, int ordinal) {
            IntByReference handle = new IntByReference();
            driver.cuDeviceGet(handle, ordinal);
            int device = handle.getValue();
            byte[] name = new byte[NAME_BYTES];
            byte[] uuid = new byte[UUID_BYTES];
            LongByReference memory = new LongByReference();
            driver.cuDeviceGetName(name, name.length, device);
            driver.cuDeviceGetUuid_v2(uuid, device);
            driver.cuDeviceTotalMem_v2(memory, device);
            return new CudaDevice(
                    ordinal,
                    device,
                    uuidText(uuid),
                    Native.toString(name, StandardCharsets.UTF_8),
                    attribute(driver, device, Driver.ATTRIBUTE_CAPABILITY_MAJOR),
                    attribute(driver, device, Driver.ATTRIBUTE_CAPABILITY_MINOR),
                    attribute(driver, device, Driver.ATTRIBUTE_MULTIPROCESSORS),
                    attribute(driver, device, Driver.ATTRIBUTE_SHARED_BYTES_A_BLOCK),
                    memory.getValue(),
                    version(driver));
        }

        private static int attribute(Driver driver, int device, int which) {
            IntByReference value = new IntByReference();
            driver.cuDeviceGetAttribute(value, which, device);
            return value.getValue();
        }

        /** As nvidia-smi writes it, without what stands before it. */
        private static String uuidText(byte[] bytes) {
            String hex = HexFormat.of().formatHex(bytes);
            return String.join(
                    "-",
                    hex.substring(0, 8),
                    hex.substring(8, 12),
                    hex.substring(12, 16),
                    hex.substring(16, 20),
                    hex.substring(20));
        }

        private static int version(Driver driver) {
            IntByReference version = new IntByReference();
            driver.cuDriverGetVersion(version);
            return version.getValue();
        }

        private static String errorName(Driver driver, int error) {
            PointerByReference name = new PointerByReference();
            return driver.cuGetErrorName(error, name) == Driver.SUCCESS
                    ? name.getValue().getString(0)
                    : "error " + error;
        }
    }
}
