/**
 * NVIDIA GPUs through the driver that comes with them, {@code libcuda.so.1}: devices, memory, streams, launches. Knows
 * nothing of what is computed. Nothing native is loaded before {@link org.nalsm.engine.cuda.CudaDevices} is asked.
 * Uses JNA.
 */
package org.nalsm.engine.cuda;
