package org.nalsm.engine.liquid.simulation.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nalsm.engine.cuda.DeviceMemory;

/** A C structure of the kernels' in the making: fields in the order of its declaration, without gaps. */
final class Arguments {
    private final ByteBuffer bytes;

    /** @param size of the structure, bytes */
    Arguments(int size) {
        bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    /** Another structure begins here. */
    Arguments(ByteBuffer into) {
        bytes = into;
    }

    Arguments address(long address) {
        bytes.putLong(address);
        return this;
    }

    Arguments address(DeviceMemory memory) {
        return address(memory.address());
    }

    Arguments number(long value) {
        bytes.putLong(value);
        return this;
    }

    Arguments number(int value) {
        bytes.putInt(value);
        return this;
    }

    Arguments number(float value) {
        bytes.putFloat(value);
        return this;
    }

    /** The low and the high word. */
    Arguments seed(long seed) {
        return number((int) seed).number((int) (seed >>> 32));
    }

    /** The whole structure. */
    ByteBuffer whole() {
        if (bytes.hasRemaining()) {
            throw new IllegalStateException(bytes.remaining() + " bytes of a structure are missing");
        }
        return bytes.flip();
    }
}
