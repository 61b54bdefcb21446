package org.nalsm.engine.lsnn;

/** What follows from the parameters and is constant in the step loops; floats as everything there. */
record AlifConstants(
        float alpha,
        float oneMinusAlpha,
        float rho,
        float oneMinusRho,
        float beta,
        float threshold,
        float inverseThreshold,
        float dampening) {

    static AlifConstants of(AlifParameters p) {
        return new AlifConstants(
                p.alpha(),
                1 - p.alpha(),
                p.rho(),
                1 - p.rho(),
                (float) p.adaptationStrength(),
                (float) p.threshold(),
                1 / (float) p.threshold(),
                (float) p.dampening());
    }
}
