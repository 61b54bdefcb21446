/**
 * What trained families share: the optimiser, the loss, the order of samples, and parallel work whose result does not depend on
 * the number of threads. Uses {@code random} only.
 */
package org.nalsm.engine.training;
