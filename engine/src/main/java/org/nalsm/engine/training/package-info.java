/**
 * What trained families share: the optimiser, the loss, and parallel work whose result does not depend on the number of
 * threads. Uses nothing else.
 */
package org.nalsm.engine.training;
