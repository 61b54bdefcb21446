package org.nalsm.engine.cuda;

import java.util.Locale;

/**
 * A GPU, or a part of one that the driver shows as such.
 *
 * @param ordinal number in the driver's order
 * @param handle the driver's
 * @param uuid 8-4-4-4-12 hexadecimal digits
 * @param name product name
 * @param capabilityMajor compute capability
 * @param capabilityMinor its second part
 * @param multiprocessors number of streaming multiprocessors
 * @param sharedBytesPerBlock the most shared memory that a block can have, bytes
 * @param memoryBytes device memory, bytes
 * @param driverVersion of CUDA that the driver supports, 13010 for 13.1
 */
public record CudaDevice(
        int ordinal,
        int handle,
        String uuid,
        String name,
        int capabilityMajor,
        int capabilityMinor,
        int multiprocessors,
        int sharedBytesPerBlock,
        long memoryBytes,
        int driverVersion) {

    /** Whether an address as Spark or a user gives it is this one: "GPU-...", "MIG-..." or a number. */
    boolean isNamed(String address) {
        String plain = address.strip().toLowerCase(Locale.ROOT);
        return plain.equals(Integer.toString(ordinal))
                || plain.equals(uuid)
                || plain.equals("gpu-" + uuid)
                || plain.equals("mig-" + uuid);
    }

    /** Compute capability, "9.0". */
    public String capability() {
        return capabilityMajor + "." + capabilityMinor;
    }

    /** What the driver supports, "CUDA 13.0". */
    public String driver() {
        return driverText(driverVersion);
    }

    static String driverText(int version) {
        return "CUDA " + version / 1000 + "." + version % 1000 / 10;
    }

    /** Name and UUID. */
    @Override
    public String toString() {
        return name + " (GPU-" + uuid + ")";
    }
}
