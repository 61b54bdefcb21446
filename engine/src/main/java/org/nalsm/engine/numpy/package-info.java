/**
 * NumPy's files: arrays ({@code .npy}) and archives of arrays ({@code .npz}), read and written on streams, so that they can lie
 * anywhere. Uses nothing but {@code UserException}.
 */
package org.nalsm.engine.numpy;
