package org.nalsm.engine.cuda;

/** The driver refused something, or it cannot be used. The message says what, and the driver's name of the error. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    CudaException(String message, int code) {
        super(message);
        this.code = code;
    }

    /** Whether device memory was asked for that is not free. */
    public boolean isOutOfMemory() {
        return code == Driver.OUT_OF_MEMORY;
    }
}
