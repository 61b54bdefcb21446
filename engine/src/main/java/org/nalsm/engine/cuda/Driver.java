package org.nalsm.engine.cuda;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The functions of the CUDA driver API that are used, under their exported names (CUDA Driver API reference manual). Each
 * returns an error code, 0 for success. Device pointers are longs; handles are pointers.
 */
interface Driver extends Library {
    int SUCCESS = 0;
    int OUT_OF_MEMORY = 2;

    int ATTRIBUTE_MULTIPROCESSORS = 16;
    int ATTRIBUTE_CAPABILITY_MAJOR = 75;
    int ATTRIBUTE_CAPABILITY_MINOR = 76;
    int ATTRIBUTE_SHARED_BYTES_A_BLOCK = 97;
    int FUNCTION_SHARED_BYTES = 8;
    int STREAM_NON_BLOCKING = 1;

    int cuInit(int flags);

    int cuDriverGetVersion(IntByReference version);

    int cuGetErrorName(int error, PointerByReference name);

    int cuDeviceGetCount(IntByReference count);

    int cuDeviceGet(IntByReference device, int ordinal);

    int cuDeviceGetName(byte[] name, int length, int device);

    int cuDeviceGetUuid_v2(byte[] uuid, int device);

    int cuDeviceTotalMem_v2(LongByReference bytes, int device);

    int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

    int cuDevicePrimaryCtxRetain(PointerByReference context, int device);

    int cuCtxSetCurrent(Pointer context);

    int cuModuleLoadDataEx(PointerByReference module, Pointer image, int options, Pointer names, Pointer values);

    int cuModuleGetFunction(PointerByReference function, Pointer module, String name);

    int cuFuncSetAttribute(Pointer function, int attribute, int value);

    int cuOccupancyMaxActiveBlocksPerMultiprocessor(
            IntByReference blocks, Pointer function, int threads, long sharedBytes);

    int cuMemGetInfo_v2(LongByReference free, LongByReference total);

    int cuMemAlloc_v2(LongByReference pointer, long bytes);

    int cuMemFree_v2(long pointer);

    int cuMemAllocHost_v2(PointerByReference pointer, long bytes);

    int cuMemFreeHost(Pointer pointer);

    int cuMemcpyHtoDAsync_v2(long to, Pointer from, long bytes, Pointer stream);

    int cuMemcpyDtoHAsync_v2(Pointer to, long from, long bytes, Pointer stream);

    int cuMemsetD8Async(long pointer, byte value, long bytes, Pointer stream);

    int cuStreamCreate(PointerByReference stream, int flags);

    int cuStreamDestroy_v2(Pointer stream);

    int cuStreamSynchronize(Pointer stream);

    int cuLaunchKernel(
            Pointer function,
            int blocksX,
            int blocksY,
            int blocksZ,
            int threadsX,
            int threadsY,
            int threadsZ,
            int sharedBytes,
            Pointer stream,
            Pointer parameters,
            Pointer extra);
}
