package org.nalsm.spark.benchmark;

import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.network.Network;

/**
 * Counts the visits of synapses that a sample's spikes cause. Exact but for the synapses of input spikes: which of
 * the active channels spiked is not recorded, so each counts with their mean number of synapses.
 */
final class SynapticUpdates {
    private final Network network;
    private final boolean plastic;
    private final int[] liquidFanIn;

    /** @param plastic whether weights change while a sample is shown */
    SynapticUpdates(Network network, boolean plastic) {
        this.network = network;
        this.plastic = plastic;
        this.liquidFanIn = new int[network.liquid()];
        for (int s = 0; s < network.liquidSynapses(); s++) {
            liquidFanIn[network.post(s)]++;
        }
    }

    /** Visits in one sample, given its spikes of input neurons and the counts of the liquid's. */
    double of(InputSpikes input, int inputSpikes, int[] counts) {
        int[] fanIn = liquidFanIn.clone();
        int activeSynapses = 0;
        for (int k = 0; k < input.channelCount(); k++) {
            int channel = network.liquid() + input.channels()[k];
            for (int s = network.rowStart(channel); s < network.rowStart(channel + 1); s++) {
                fanIn[network.post(s)]++;
                activeSynapses++;
            }
        }
        double visits = inputSpikes == 0 ? 0 : (double) inputSpikes * activeSynapses / input.channelCount();
        for (int n = 0; n < counts.length; n++) {
            int fanOut = network.rowStart(n + 1) - network.rowStart(n);
            visits += (double) counts[n] * (fanOut + (plastic ? fanIn[n] : 0));
        }
        return visits;
    }
}
