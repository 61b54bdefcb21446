package org.nalsm.engine.cuda;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** A loaded program; lives as long as its context. */
public final class CudaModule {
    private final CudaContext context;
    private final Pointer module;

    CudaModule(CudaContext context, Pointer module) {
        this.context = context;
        this.module = module;
    }

    /**
     * A kernel of the program.
     *
     * @throws CudaException if it has none of that name
     */
    public CudaKernel kernel(String name) {
        PointerByReference function = new PointerByReference();
        CudaDevices.check(
                CudaDevices.driver().cuModuleGetFunction(function, module, name), "looking for the kernel " + name);
        return new CudaKernel(context.device(), name, function.getValue());
    }
}
