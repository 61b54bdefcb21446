#!/usr/bin/env python3
"""Measures the dense tensor formulation of a liquid in PyTorch on the samples of `nalsm benchmark gpu-cases`.

    submit/gpu-dense.py --against check.json cases/nalsm-1000-mnist-samples.npz

A batch of samples at a time, a weight for every pair of neurons and, where weights change, for every sample: the way
such models are written in a tensor library, and what the event-driven kernels of submit/gpu-check.py are to be compared
with, on the same machine. Sums are of floating-point numbers, so some counts are not the CPU's; how many is said, and
more than a tenth of the spikes more or less is an error (exit code 1). --against: what gpu-check.py --json wrote, for the
ratio. Needs PyTorch and NumPy. Exit codes 64: usage; 69: no GPU for PyTorch.
"""
import argparse
import json
import os
import statistics
import sys
import time

import numpy as np
import torch

FLUSH_BELOW = 2.0 ** -60
RATE, TRACE_INCREMENT, ASTROCYTE_TAU_MS = 0.15, 0.1, 100.0
TOLERANCE = 0.1
COPIES = 7  # of the weights at a time, with all intermediate results


class DenseLiquid:
    """Weights [presynaptic, postsynaptic], 0 where there is no synapse; presynaptic neurons are the liquid's, then the inputs'."""

    def __init__(self, arrays, device):
        self.neurons, self.excitatory, self.inputs, self.rule, self.refractory = (int(v) for v in arrays["liquid_integers"])
        (self.threshold, self.leak, self.input_current, self.synaptic_decay, self.trace_decay, self.max_weight,
         self.rate_decay, self.astrocyte_weight) = (float(v) for v in arrays["liquid_floats"][:8])
        n, everyone = self.neurons, self.neurons + self.inputs
        pre = np.repeat(np.arange(everyone), np.diff(arrays["row_start"]))
        post = arrays["post"].view(np.uint16).astype(np.int64)
        weights = np.zeros((everyone, n), np.float32)
        weights[pre, post] = arrays["weights"]
        synapse = np.zeros((everyone, n), bool)
        synapse[pre, post] = True
        low = np.full((everyone, 1), -self.max_weight, np.float32)
        low[:self.excitatory] = 0
        high = np.full((everyone, 1), self.max_weight, np.float32)
        high[self.excitatory:n] = 0
        self.device = device
        self.weights = torch.from_numpy(weights).to(device)
        # Pairs without a synapse are clipped to 0.
        self.low = torch.from_numpy(np.where(synapse, low, 0).astype(np.float32)).to(device)
        self.high = torch.from_numpy(np.where(synapse, high, 0).astype(np.float32)).to(device)
        exciting = np.ones(everyone, np.float32)
        exciting[self.excitatory:n] = 0
        self.exciting = torch.from_numpy(exciting).to(device)

    def simulate(self, batch, duration):
        """Spike counts [samples, neurons] and numbers of input neuron spikes of what a batch shows."""
        n, size, everyone = self.neurons, batch.size, self.neurons + self.inputs
        zeros = lambda width: torch.zeros(size, width, device=self.device)
        membrane, refractory, activation, trace = (zeros(everyone) for _ in range(4))
        current, deferred, counts, input_spikes = zeros(n), zeros(n), zeros(n), zeros(1)
        plastic = self.rule != 0
        weights = self.weights.expand(size, -1, -1).clone() if plastic else self.weights
        potentiation, bias, gain = RATE, RATE, self.astrocyte_weight
        astrocyte = torch.full((size, 1), RATE, device=self.device)
        for t in range(duration):
            # Steps 1 and 2 of liquid-semantics, section 3.
            spikes = ((refractory <= 0) & (membrane >= self.threshold)).float()
            membrane = membrane * (1 - spikes)
            counts += spikes[:, :n]
            current = (current + deferred) * self.synaptic_decay
            activation = self.flushed(activation * self.synaptic_decay)
            drive = spikes * (1 - activation)
            current = current + (torch.bmm(drive[:, None, :], weights)[:, 0] if plastic else drive @ weights)
            activation = torch.where(spikes > 0, torch.ones_like(activation), activation)
            # Steps 3 and 4.
            membrane = membrane - membrane * self.leak
            membrane[:, :n] += current
            membrane[:, n:] += self.input_current * batch.spikes(t)
            refractory = torch.where(spikes > 0, torch.full_like(refractory, self.refractory), refractory - 1)
            of_input = spikes[:, n:].sum(1, keepdim=True)
            input_spikes += of_input
            if plastic:
                # Steps 5 to 8.
                depression = astrocyte if self.rule == 2 else torch.full_like(astrocyte, potentiation)
                on_post = torch.where(self.exciting > 0, potentiation * trace, -depression * trace)
                on_pre = torch.where(self.exciting > 0, -depression * spikes, potentiation * spikes)
                changed = weights + on_post[:, :, None] * spikes[:, None, :n]
                changed += on_pre[:, :, None] * trace[:, None, :n]
                changed = torch.minimum(torch.maximum(changed, self.low), self.high)
                deferred = torch.bmm(activation[:, None, :], changed - weights)[:, 0]
                weights = changed
                trace = self.flushed(self.trace_decay * (trace + TRACE_INCREMENT * spikes))
                wanted = gain * (spikes[:, :n].sum(1, keepdim=True) - of_input) + bias
                astrocyte = (astrocyte + (wanted - astrocyte) / ASTROCYTE_TAU_MS) * self.rate_decay
                potentiation, gain, bias = (v * self.rate_decay for v in (potentiation, gain, bias))
        return counts, input_spikes[:, 0]

    def largest_batch(self):
        """Samples whose weights, and what a step makes of them, fit the device."""
        if self.rule == 0 or self.device.type != "cuda":
            return sys.maxsize
        free, _ = torch.cuda.mem_get_info()
        return max(1, int(0.9 * free) // (COPIES * self.weights.numel() * 4))

    @staticmethod
    def flushed(values):
        return torch.where(values.abs() < FLUSH_BELOW, torch.zeros_like(values), values)


class RateBatch:
    """Images: rates, from which the device draws. The draws are those of the case, made before the clock runs."""

    def __init__(self, arrays, samples, inputs, duration, device):
        self.size = len(samples)
        raster = np.zeros((duration, self.size, inputs), np.uint8)
        low, high, stream = (int(v) for v in arrays["presentations"][3:6].view(np.uint32))
        for row, k in enumerate(samples):
            a, b = arrays["channel_start"][k], arrays["channel_start"][k + 1]
            channels = arrays["channels"][a:b].view(np.uint16).astype(np.uint32)
            draws = philox(low, high, stream, channels, duration, int(arrays["number"][k]))
            raster[:, row, channels] = (draws >> 8) < arrays["limits"][a:b].view(np.uint32)
        self.raster = torch.from_numpy(raster).to(device)

    def spikes(self, t):
        return self.raster[t].float()


class EventBatch(RateBatch):
    """Recordings of events."""

    def __init__(self, arrays, samples, inputs, duration, device):
        self.size = len(samples)
        raster = np.zeros((duration, self.size, inputs), np.uint8)
        table = arrays["event_start"].reshape(-1, duration + 1)
        events = arrays["events"].view(np.uint16)
        for row, k in enumerate(samples):
            channels = arrays["channels"][arrays["channel_start"][k]:arrays["channel_start"][k + 1]].view(np.uint16)
            for t in range(duration):
                raster[t, row, channels[events[table[k, t]:table[k, t + 1]]]] = 1
        self.raster = torch.from_numpy(raster).to(device)


def philox(low, high, stream, channels, duration, number):
    """Words [duration, channels] of Philox4x32-10 with the counters of liquid-semantics, section 1."""
    mask = np.uint64(0xFFFFFFFF)
    shape = (duration, len(channels))
    c = [np.broadcast_to(v, shape).astype(np.uint64) for v in (
        channels[None, :] // 4, np.arange(duration, dtype=np.uint64)[:, None], np.uint64(number), np.uint64(stream))]
    key = [np.uint64(low), np.uint64(high)]
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ key[0], p1 & mask, (p0 >> np.uint64(32)) ^ c[3] ^ key[1], p0 & mask]
        key = [(key[0] + np.uint64(0x9E3779B9)) & mask, (key[1] + np.uint64(0xBB67AE85)) & mask]
    return np.choose(np.broadcast_to(channels[None, :] % 4, shape), c).astype(np.uint32)


def measure(file, options, device):
    with np.load(file) as stored:
        arrays = {key: stored[key] for key in stored.files}
    liquid = DenseLiquid(arrays, device)
    samples, duration = (int(v) for v in arrays["presentations"][:2])
    size = min(options.batch, samples, liquid.largest_batch())
    make = RateBatch if "limits" in arrays else EventBatch
    batch = make(arrays, range(size), liquid.inputs, duration, device)
    wait = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    rates, began = [], time.monotonic()
    # The first pass warms up, and its counts are compared.
    for k in range(options.passes + 1):
        wait()
        start = time.perf_counter()
        counts, input_spikes = liquid.simulate(batch, duration)
        counts = counts.cpu().numpy()
        rate = size / (time.perf_counter() - start)
        if k == 0:
            first = counts, input_spikes.cpu().numpy(), rate
        else:
            rates.append(rate)
        if time.monotonic() - began > options.seconds:
            break
    expected = arrays["counts"][:size].astype(np.int64)
    return size, first, rates or [first[2]], expected, arrays["input_spikes"][:size]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", metavar="CASE-samples.npz")
    parser.add_argument("--batch", type=int, default=256, help="samples at a time (default 256)")
    parser.add_argument("--passes", type=int, default=3, help="after one to warm up (default 3)")
    parser.add_argument("--seconds", type=float, default=30, help="no further pass of a case after that (default 30)")
    parser.add_argument("--device", default="cuda", help="cuda or cpu (default cuda)")
    parser.add_argument("--against", help="figures of gpu-check.py --json")
    try:
        options = parser.parse_args()
    except SystemExit as e:
        sys.exit(64 if e.code else 0)
    if options.device == "cuda" and not torch.cuda.is_available():
        print("gpu-dense.py: PyTorch %s finds no GPU" % torch.__version__, file=sys.stderr)
        sys.exit(69)
    device = torch.device(options.device)
    torch.backends.cuda.matmul.allow_tf32 = False
    kernels = {}
    if options.against:
        with open(options.against) as file:
            kernels = {row["case"]: row["usual"] for row in json.load(file)["cases"] if "usual" in row}
    print("PyTorch %s, %s" % (torch.__version__, torch.cuda.get_device_name() if device.type == "cuda" else "CPU"))
    print("%-36s %6s %32s %9s %10s %9s" % ("dense, float32", "batch", "samples/s (min to max)", "counts <>", "spikes", "kernels x"))
    failed = False
    for file in options.cases:
        name = os.path.basename(file)[:-len(".npz")]
        try:
            size, (counts, input_spikes, _), rates, expected, expected_inputs = measure(file, options, device)
        except torch.cuda.OutOfMemoryError:
            print("%-36s %6d out of memory; --batch sets a smaller one" % (name, options.batch))
            failed = True
            continue
        share = counts.sum() / max(1, expected.sum())
        bad = abs(share - 1) > TOLERANCE or not np.array_equal(input_spikes, expected_inputs)
        failed = failed or bad
        median = statistics.median(rates)
        ratio = "%9.0f" % (kernels[name]["samples_per_second"]["median"] / median) if name in kernels else "%9s" % "-"
        print("%-36s %6d %12.1f (%.1f to %.1f) %8.1f%% %9.3f %s%s" % (
            name, size, median, min(rates), max(rates), 100 * (counts != expected).mean(), share, ratio,
            "  WRONG" if bad else ""), flush=True)
    print("counts <>: share of the spike counts that are not the CPU's, by rounding; spikes: of all, times the CPU's; kernels x: "
          "samples/s of gpu-check.py over these")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
