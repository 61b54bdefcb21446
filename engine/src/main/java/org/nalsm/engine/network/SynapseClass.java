package org.nalsm.engine.network;

/** Kinds of synapses by their two neurons. */
public enum SynapseClass {
    EE, EI, IE, II, INPUT
}
