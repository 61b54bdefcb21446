package org.nalsm.engine.liquid.simulation.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaDevice;
import org.nalsm.engine.cuda.CudaException;
import org.nalsm.engine.cuda.CudaModule;

/** The compiled kernels: PTX, which the driver turns into the device's instructions. */
final class KernelImage {
    /** Made of {@code src/main/cuda} by its {@code rebuild.sh}. */
    static final String RESOURCE = "liquid.ptx";

    /** The PTX says so: {@code .target sm_75}. */
    private static final int MINIMUM_CAPABILITY = 75;
    /** PTX 7.0 came with CUDA 11.0. */
    private static final int MINIMUM_DRIVER = 11000;

    private static final Map<CudaContext, CudaModule> LOADED = new ConcurrentHashMap<>();

    private KernelImage() {}

    /** Why a device cannot run the kernels, as far as it can be told without trying; empty if nothing speaks against it. */
    static Optional<String> unusableBecause(CudaDevice device) {
        if (device.driverVersion() < MINIMUM_DRIVER) {
            return Optional.of("the driver of %s supports %s, but CUDA 11.0 or newer (driver 450) is needed"
                    .formatted(device, device.driver()));
        }
        if (10 * device.capabilityMajor() + device.capabilityMinor() < MINIMUM_CAPABILITY) {
            return Optional.of(
                    "%s has compute capability %s, but 7.5 or newer is needed".formatted(device, device.capability()));
        }
        return Optional.empty();
    }

    /**
     * The kernels, loaded into a context once.
     *
     * @throws CudaException if the driver refuses them
     */
    static CudaModule loadedIn(CudaContext context) {
        return LOADED.computeIfAbsent(context, k -> k.load(text()));
    }

    static String text() {
        try (InputStream in = Objects.requireNonNull(KernelImage.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
