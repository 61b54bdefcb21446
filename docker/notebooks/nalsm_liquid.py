"""A liquid that NALSM on Spark has trained, in plain NumPy: the same spikes, counts and classes, without Java or Spark.

    submit/nalsm export RUN --format npz --output exported

    import numpy as np
    from nalsm_liquid import Liquid, read_idx

    liquid = Liquid("exported/liquid.npz")
    images, labels = read_idx("t10k-images-idx3-ubyte.gz"), read_idx("t10k-labels-idx1-ubyte.gz")
    share = liquid.largest_share(images)                     # over the whole file, as the rates are normalised by it
    counts = np.array([liquid.counts(liquid.image_spikes(images[k], 60_000 + k, share)) for k in range(100)])
    print(liquid.classes(counts), labels[:100])

As a program it compares itself with labels and, where the predictions of the run are given as CSV (columns sample_id and
predicted), with those:

    python3 nalsm_liquid.py exported/liquid.npz t10k-images-idx3-ubyte.gz t10k-labels-idx1-ubyte.gz \\
        --samples 1000 --predictions predictions.csv

What is computed, and in which arithmetic, is fixed in engine/liquid-semantics.md; "section" below means one of that page.
Some 0.2 s a sample with 1000 neurons: this is for reading, checking and porting, not for speed.
"""

import argparse
import csv
import gzip
import sys

import numpy as np

F = np.float32
THRESHOLD, TAU_MEMBRANE, INPUT_CURRENT, REFRACTORY = F(20), F(64), F(100), 2
SCALE = F(2**20)  # of the fixed-point sums
ACTIVATION_DECAY = np.array(0x3EBC5AB2, dtype=np.uint32).view(F)[()]  # exp(-1 / 1 ms)
TRACE_DECAY = np.array(0x3F679F4D, dtype=np.uint32).view(F)[()]  # section 4
STATIC, ASTROCYTE_STDP, STDP = 0, 1, 2  # what happens to weights while a sample is shown


def read_idx(path):
    """An IDX file, compressed or not: images [n, rows, columns] or labels [n], uint8."""
    with open(path, "rb") as raw:
        data = raw.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    axes = data[3]
    shape = np.frombuffer(data, ">u4", axes, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape)


def philox(seed, c0, c1, c2, c3):
    """Philox4x32-10 (section 1): four arrays of words for counters that broadcast against each other."""
    low = np.uint64(0xFFFFFFFF)
    half = np.uint64(32)
    c = [x.copy() for x in np.broadcast_arrays(*(np.asarray(x, np.uint64) for x in (c0, c1, c2, c3)))]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c[0]
        p1 = np.uint64(0xCD9E8D57) * c[2]
        c = [(p1 >> half) ^ c[1] ^ np.uint64(k0), p1 & low, (p0 >> half) ^ c[3] ^ np.uint64(k1), p0 & low]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c


def fix(values):
    """Floats as integers of scale 2^20."""
    return np.rint(values * SCALE).astype(np.int64)


def flush(values):
    """Without what is too small to matter."""
    values[np.abs(values) < F(2.0**-60)] = 0
    return values


class Liquid:
    """Network, initialised weights and readout of a run."""

    def __init__(self, path):
        with np.load(path) as arrays:
            for name in arrays.files:
                array = arrays[name]
                setattr(self, name, array if array.ndim else array[()])
        neurons = self.neurons + self.inputs
        # Synapses are sorted by pre, then by post; `arriving` sorts them by post.
        self.leaving_from = np.searchsorted(self.pre, np.arange(neurons + 1))
        self.arriving = np.argsort(self.post, kind="stable")
        self.arriving_at = np.searchsorted(self.post[self.arriving], np.arange(self.neurons + 1))
        self.inhibitory = (self.pre >= self.excitatory) & (self.pre < self.neurons)
        excitatory = self.pre < self.excitatory
        self.lowest = np.where(excitatory, F(0), -self.max_weight).astype(F)
        self.highest = np.where(self.inhibitory, F(0), self.max_weight).astype(F)

    # --- Input (section 6)

    @staticmethod
    def largest_share(images):
        """The largest share of a pixel in the sum of its image, over the images of a file."""
        flat = images.reshape(len(images), -1).astype(float)
        sums = flat.sum(axis=1)
        return (flat.max(axis=1)[sums > 0] / sums[sums > 0]).max()

    def image_spikes(self, image, sample_id, largest_share):
        """Input spikes [milliseconds, channels] of an image. Test image n of a dataset has the id 60,000 + n."""
        pixels = image.reshape(-1).astype(float)
        total = pixels.sum()
        rates = ((pixels / total) / largest_share).astype(F) if total > 0 else np.zeros(len(pixels), F)
        groups = np.arange(-(-self.inputs // 4))
        words = philox(int(self.run_seed), groups[None, :], np.arange(self.duration_ms)[:, None], sample_id, 5)
        drawn = np.stack(words, axis=2).reshape(self.duration_ms, -1)[:, : self.inputs]
        return (drawn >> np.uint64(8)).astype(F) * F(2.0**-24) < rates

    # --- Simulation (section 3)

    @staticmethod
    def _rows(bounds, indices):
        """The positions bounds[i] to bounds[i + 1] of each index i, one after the other."""
        starts, lengths = bounds[indices], bounds[indices + 1] - bounds[indices]
        ends = np.cumsum(lengths)
        total = ends[-1] if len(ends) else 0
        return np.repeat(starts - (ends - lengths), lengths) + np.arange(total)

    def counts(self, input_spikes):
        """Spikes of each liquid neuron during a sample, given its input spikes [milliseconds, channels]."""
        n = self.neurons
        size = n + self.inputs
        weights = self.weights.copy()
        membrane, activation, trace = np.zeros(size, F), np.zeros(size, F), np.zeros(size, F)
        refractory = np.zeros(size, int)
        current, change = np.zeros(n, np.int64), np.zeros(n, np.int64)
        potentiation = astrocyte = astrocyte_bias = F(0.15)
        astrocyte_weight = self.astrocyte_weight
        counts = np.zeros(n, int)
        for arrived in input_spikes:
            # 1 Spikes
            spikes = (refractory <= 0) & (membrane >= THRESHOLD)
            membrane[spikes] = 0
            counts += spikes[:n]
            spiking = np.flatnonzero(spikes)
            # 2 Synaptic activation
            current = np.rint((current + change).astype(F) * ACTIVATION_DECAY).astype(np.int64)
            change[:] = 0
            activation = flush(activation * ACTIVATION_DECAY)
            leaving = self._rows(self.leaving_from, spiking)
            np.add.at(current, self.post[leaving], fix(weights[leaving] * (F(1) - activation[self.pre[leaving]])))
            activation[spiking] = 1
            # 3 Membrane
            drive = np.concatenate([current.astype(F) * F(2.0**-20), np.where(arrived, INPUT_CURRENT, F(0))])
            membrane = (membrane - membrane / TAU_MEMBRANE) + drive
            # 4 Refractory counter
            refractory = np.where(spikes, REFRACTORY, np.maximum(refractory - 1, -1))
            if self.plasticity == STATIC:
                continue
            # 5 Plasticity
            depression = astrocyte if self.plasticity == ASTROCYTE_STDP else potentiation
            reached = self.arriving[self._rows(self.arriving_at, spiking[spiking < n])]
            changed = np.union1d(leaving, reached)
            pre, post = self.pre[changed], self.post[changed]
            up = np.where(self.inhibitory[changed], -depression, potentiation)
            down = np.where(self.inhibitory[changed], potentiation, -depression)
            old = weights[changed]
            by_post = np.where(spikes[post], up * trace[pre], F(0))
            by_pre = np.where(spikes[pre], down * trace[post], F(0))
            new = np.clip((old + by_post) + by_pre, self.lowest[changed], self.highest[changed])
            np.add.at(change, post, fix((new - old) * activation[pre]))
            weights[changed] = new
            # 6 Trace
            trace = flush(TRACE_DECAY * (trace + np.where(spikes, F(0.1), F(0))))
            # 7 Astrocyte
            if self.plasticity == ASTROCYTE_STDP:
                difference = F(np.count_nonzero(spikes[:n]) - np.count_nonzero(spikes[n:]))
                astrocyte = astrocyte + ((astrocyte_weight * difference + astrocyte_bias) - astrocyte) / F(100)
            # 8 Decay
            potentiation, astrocyte = potentiation * self.rate_decay, astrocyte * self.rate_decay
            astrocyte_weight, astrocyte_bias = astrocyte_weight * self.rate_decay, astrocyte_bias * self.rate_decay
        return counts

    # --- Readout

    def scores(self, counts):
        """Logits [samples, classes] for counts [samples, neurons]; with features of shares, of whole batches in their order."""
        counts = np.asarray(counts, float)
        if self.batch_size:
            shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
            largest = [shares[k : k + self.batch_size].max() for k in range(0, len(shares), self.batch_size)]
            divisors = np.repeat(largest, self.batch_size)[: len(shares), None]
            features = np.divide(shares, divisors, out=np.zeros_like(shares), where=divisors > 0)
        else:
            features = counts / self.training_maximum if self.training_maximum else np.zeros_like(counts)
        return features @ self.readout_weights.T + self.readout_bias

    def classes(self, counts):
        """The class with the largest score for each sample."""
        return self.scores(counts).argmax(axis=1)


def main():
    parser = argparse.ArgumentParser(description="Classifies test images of a dataset with an exported liquid.")
    parser.add_argument("liquid", help="liquid.npz of nalsm export")
    parser.add_argument("images", help="IDX file of the test images")
    parser.add_argument("labels", help="IDX file of their labels")
    parser.add_argument("--samples", type=int, default=100, help="how many, the first ones")
    parser.add_argument("--counts", help="NumPy file for the spike counts [samples, neurons]")
    parser.add_argument("--predictions", help="CSV file with sample_id and predicted, to compare with")
    options = parser.parse_args()
    liquid = Liquid(options.liquid)
    images, labels = read_idx(options.images), read_idx(options.labels)
    share = liquid.largest_share(images)
    samples = min(options.samples, len(images))
    counts = np.array(
        [liquid.counts(liquid.image_spikes(images[k], 60_000 + k, share)) for k in range(samples)])
    if options.counts:
        np.save(options.counts, counts.astype(np.int32))
    classes = liquid.classes(counts)
    print(f"{np.mean(classes == labels[:samples]):.2%} of {samples} images, {counts.sum(axis=1).mean():,.1f} spikes a sample")
    if options.predictions:
        with open(options.predictions, newline="") as file:
            predicted = {int(row["sample_id"]): int(row["predicted"]) for row in csv.DictReader(file)}
        others = [k for k in range(samples) if predicted[60_000 + k] != classes[k]]
        print(f"{samples - len(others)} of {samples} as the run predicted")
        sys.exit(1 if others else 0)


if __name__ == "__main__":
    main()
