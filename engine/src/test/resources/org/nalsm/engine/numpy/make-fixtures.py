# Made the arrays of this directory, with NumPy 1.24.2 (Debian's python3-numpy): python3 make-fixtures.py
import numpy as np

np.save("float64.npy", np.arange(6, dtype="<f8").reshape(2, 3) / 3)
np.save("float32.npy", np.arange(6, dtype="<f4").reshape(2, 3) / 3)
np.save("int64.npy", np.array([-1, 2**40], dtype="<i8"))
np.save("int32.npy", np.array([[1], [-2]], dtype="<i4"))
np.save("int16.npy", np.array([300, -300], dtype="<i2"))
np.save("uint8.npy", np.array([0, 200, 255], dtype="u1"))
np.save("bool.npy", np.array([True, False, True]))
np.save("scalar.npy", np.float64(2.5))
np.save("empty.npy", np.zeros((0, 4)))
np.save("fortran.npy", np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4)))
np.save("big-endian.npy", np.array([1.5, -2.25], dtype=">f8"))
np.save("complex.npy", np.array([1j]))
np.save("text.npy", np.array(["a"]))
with open("version2.npy", "wb") as f:
    np.lib.format.write_array(f, np.array([7.0]), version=(2, 0))
np.savez("two.npz", weights=np.array([1.0, 2.0]), labels=np.array([[3, 4]], dtype="<i4"))
np.savez_compressed("compressed.npz", zeros=np.zeros(1000, dtype="<f4"))
