package org.nalsm.engine.liquid.simulation.cuda;

import java.util.Optional;
import org.nalsm.engine.cuda.CudaContext;
import org.nalsm.engine.cuda.CudaDevice;
import org.nalsm.engine.cuda.CudaDevices;
import org.nalsm.engine.cuda.CudaException;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;

/**
 * Simulators on a GPU.
 *
 * @param address the GPU's UUID, "GPU-..." or "MIG-...", or its number in the driver's order
 */
public record CudaProvider(String address) implements SimulatorProvider {
    /** Says what was looked for: the driver's library, the device, the driver's version, the compute capability. */
    @Override
    public Optional<String> unavailableBecause() {
        try {
            CudaDevice found = CudaDevices.named(address);
            Optional<String> unusable = KernelImage.unusableBecause(found);
            if (unusable.isEmpty()) {
                KernelImage.loadedIn(CudaContext.of(found));
            }
            return unusable;
        } catch (CudaException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    @Override
    public String device() {
        return cudaDevice().toString();
    }

    /** The GPU itself. */
    public CudaDevice cudaDevice() {
        return CudaDevices.named(address);
    }

    /** Device memory that is taken, by whomever, bytes. */
    public long usedBytes() {
        CudaContext context = CudaContext.of(cudaDevice());
        return context.device().memoryBytes() - context.freeBytes();
    }

    @Override
    public LiquidSimulator open(Network network, LiquidModel model, float[] initialisedWeights) {
        return new CudaSimulator(cudaDevice(), network, model, initialisedWeights);
    }
}
