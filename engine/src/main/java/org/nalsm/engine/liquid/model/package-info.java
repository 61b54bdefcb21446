/**
 * What a liquid computes: parameters with units, as records that refuse impossible values. No state, no
 * arithmetic of a step. Uses nothing else.
 */
package org.nalsm.engine.liquid.model;
