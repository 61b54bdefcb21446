/**
 * The network of P. U. Diehl and M. Cook ("Unsupervised learning of digit recognition using spike-timing-dependent
 * plasticity", Frontiers in Computational Neuroscience 9:99, 2015): Poisson inputs, excitatory neurons with adaptive
 * thresholds that learn by spike timing, inhibitory neurons that let few of them win.
 * {@link org.nalsm.engine.diehlcook.NetworkTrainer} learns, {@link org.nalsm.engine.diehlcook.FrozenNetwork} shows samples to
 * what was learned, {@link org.nalsm.engine.diehlcook.NeuronLabels} names neurons and classes.
 *
 * <p>The order of operations of a step is in {@code StepLoop}; its inner loops are those of a {@code StepKernel}, of which the
 * scalar one is the specification. Uses {@code random}.
 */
package org.nalsm.engine.diehlcook;
