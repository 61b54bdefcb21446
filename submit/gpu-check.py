#!/usr/bin/env python3
"""Checks and measures the CUDA kernels where there is a GPU but no Java: needs Python 3.8, NumPy and NVIDIA's driver.

    submit/nalsm benchmark gpu-cases --output cases      on any machine with Java; once for each model and size
    submit/gpu-check.py cases/*.npz                      on the machine with the GPU

Every spike count of the cases must be the CPU's, and every weight after initialisation. Then samples/s are measured from
arrays of the host to counts on the host, copies included: first as the program runs the kernels, then over samples a
launch, threads and blocks. It calls the driver as the program does (org.nalsm.engine.liquid.simulation.cuda); what
there is no time for is said. A table comes last.

Exit code 0: all cases were compared and are equal; 1: they are not, or there was no time; 64: usage; 65, 66: a file is
damaged or missing; 69: there is no GPU that can be used.
"""
import argparse
import ctypes
import json
import os
import statistics
import struct
import sys
import time
import zipfile

import numpy as np

RESOURCE = "org/nalsm/engine/liquid/simulation/cuda/liquid.ptx"
SOURCES = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "engine", "src", "main", "resources")
PLACEMENTS = 3
WARP = 32
LANES = 2
NEAR_SHARE = 0.75
COPY_BYTES = 256 << 20
FIXED, PLASTIC, SEQUENCE = 0, 1, 2
KERNELS = ["simulate_fixed_", "simulate_plastic_", "initialise_"]
# Attributes of a device and of a function, by the driver's numbers.
CLOCK_KHZ, MULTIPROCESSORS, L2_BYTES, MAJOR, MINOR, SHARED_BYTES = 13, 16, 38, 75, 76, 97
FUNCTION_LOCAL_BYTES, FUNCTION_REGISTERS, FUNCTION_SHARED_BYTES = 3, 4, 8


class NoGpu(Exception):
    """The driver refused something."""


class BadCase(Exception):
    """A file that `nalsm benchmark gpu-cases` did not write."""


class Gpu:
    """One device: memory, streams, kernels. Its functions are those of org.nalsm.engine.cuda.Driver."""

    def __init__(self, ordinal):
        try:
            self.library = ctypes.CDLL("libcuda.so.1")
        except OSError as e:
            raise NoGpu("NVIDIA's driver library libcuda.so.1 cannot be loaded: %s" % e)
        self.call("cuInit", 0)
        version, count, self.device = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self.call("cuDriverGetVersion", ctypes.byref(version))
        self.call("cuDeviceGetCount", ctypes.byref(count))
        if ordinal >= count.value:
            raise NoGpu("there is no GPU %d; the driver shows %d" % (ordinal, count.value))
        self.call("cuDeviceGet", ctypes.byref(self.device), ordinal)
        name = ctypes.create_string_buffer(256)
        self.call("cuDeviceGetName", name, 256, self.device)
        context = ctypes.c_void_p()
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), self.device)
        self.call("cuCtxSetCurrent", context)
        self.name = name.value.decode()
        self.driver = "CUDA %d.%d" % (version.value // 1000, version.value % 1000 // 10)
        self.capability = "%d.%d" % (self.attribute(MAJOR), self.attribute(MINOR))
        self.multiprocessors = self.attribute(MULTIPROCESSORS)
        self.shared_bytes = self.attribute(SHARED_BYTES)

    def call(self, name, *arguments):
        error = getattr(self.library, name)(*arguments)
        if error != 0:
            text = ctypes.c_char_p()
            known = self.library.cuGetErrorName(error, ctypes.byref(text)) == 0
            raise NoGpu("%s failed: %s" % (name, text.value.decode() if known else "error %d" % error))

    def attribute(self, which):
        """0 where the driver does not know it."""
        value = ctypes.c_int()
        known = self.library.cuDeviceGetAttribute(ctypes.byref(value), which, self.device) == 0
        return value.value if known else 0

    def load(self, ptx):
        self.module = ctypes.c_void_p()
        image = ctypes.create_string_buffer(ptx)
        self.call("cuModuleLoadDataEx", ctypes.byref(self.module), image, 0, None, None)

    def kernel(self, name):
        function = ctypes.c_void_p()
        self.call("cuModuleGetFunction", ctypes.byref(function), self.module, name.encode())
        return function

    def resources(self, name):
        """Registers and spilled bytes of a thread, where the driver says so."""
        values = []
        for which in (FUNCTION_REGISTERS, FUNCTION_LOCAL_BYTES):
            value = ctypes.c_int()
            ask = getattr(self.library, "cuFuncGetAttribute", None)
            values.append(value.value if ask and ask(ctypes.byref(value), which, self.kernel(name)) == 0 else None)
        return values

    def resident_blocks(self, function, threads, near_bytes):
        self.call("cuFuncSetAttribute", function, FUNCTION_SHARED_BYTES, self.shared_bytes)
        blocks = ctypes.c_int()
        self.call("cuOccupancyMaxActiveBlocksPerMultiprocessor", ctypes.byref(blocks), function, threads,
                  ctypes.c_size_t(near_bytes))
        return max(1, blocks.value) * self.multiprocessors

    def free_bytes(self):
        free, total = ctypes.c_size_t(), ctypes.c_size_t()
        self.call("cuMemGetInfo_v2", ctypes.byref(free), ctypes.byref(total))
        return free.value

    def stream(self):
        made = ctypes.c_void_p()
        self.call("cuStreamCreate", ctypes.byref(made), 1)
        return made

    def synchronize(self, stream):
        self.call("cuStreamSynchronize", stream)

    def launch(self, function, blocks, threads, near_bytes, stream, *parameters):
        copies = [ctypes.create_string_buffer(p, len(p)) for p in parameters]
        pointers = (ctypes.c_void_p * len(copies))(*[ctypes.addressof(c) for c in copies])
        self.call("cuLaunchKernel", function, blocks, 1, 1, threads, 1, 1, near_bytes, stream, pointers, None)


class Memory:
    """Memory of the device, and of the host that it is copied to and from, as large as the largest use so far."""

    def __init__(self, gpu, mirrored):
        self.gpu, self.mirrored, self.size, self.address, self.host = gpu, mirrored, 0, 0, None

    def reserve(self, size):
        if size <= self.size:
            return self
        self.free()
        pointer = ctypes.c_uint64()
        self.gpu.call("cuMemAlloc_v2", ctypes.byref(pointer), ctypes.c_size_t(size))
        self.address, self.size = pointer.value, size
        if self.mirrored:
            pinned = ctypes.c_void_p()
            self.gpu.call("cuMemAllocHost_v2", ctypes.byref(pinned), ctypes.c_size_t(size))
            self.pinned = pinned
            self.host = np.frombuffer((ctypes.c_uint8 * size).from_address(pinned.value), np.uint8)
        return self

    def free(self):
        if self.size:
            self.gpu.call("cuMemFree_v2", ctypes.c_uint64(self.address))
            if self.mirrored:
                self.gpu.call("cuMemFreeHost", self.pinned)
        self.size = 0

    def put(self, at, array):
        """Writes into the host's copy; returns where what follows may begin."""
        data = np.ascontiguousarray(array).view(np.uint8).reshape(-1)
        self.host[at:at + data.size] = data
        return aligned(at + data.size)

    def upload(self, stream, size):
        self.gpu.call("cuMemcpyHtoDAsync_v2", ctypes.c_uint64(self.address), self.pinned, ctypes.c_size_t(size), stream)

    def download(self, stream, size):
        self.gpu.call("cuMemcpyDtoHAsync_v2", self.pinned, ctypes.c_uint64(self.address), ctypes.c_size_t(size), stream)

    def clear(self, stream, size):
        self.gpu.call("cuMemsetD8Async", ctypes.c_uint64(self.address), ctypes.c_ubyte(0), ctypes.c_size_t(size), stream)


def aligned(size):
    return (size + 15) // 16 * 16


def upload(gpu, stream, array):
    """A copy of an array on the device."""
    memory = Memory(gpu, True).reserve(max(16, array.nbytes))
    memory.put(0, array)
    memory.upload(stream, array.nbytes)
    gpu.synchronize(stream)
    return memory


class Plan:
    """Which kernel, and what its blocks need."""

    def __init__(self, gpu, case, kind, channels, threads=None, placement=None):
        sizes = measure(gpu, case, kind, channels)
        fits = [p for p in range(PLACEMENTS) if sizes[p][0] <= gpu.shared_bytes]
        if not fits or placement is not None and placement not in fits:
            raise NoGpu("%s needs more shared memory than %s has" % (case.name, gpu.name))
        self.placement = fits[0] if placement is None else placement
        self.name = KERNELS[kind] + str(self.placement)
        self.near, self.far = sizes[self.placement]
        self.near_synapses = near_synapses(case, channels, gpu.shared_bytes - self.near) if kind == PLASTIC else 0
        self.near += 4 * self.near_synapses
        self.threads = threads or usual_threads(kind, case.neurons + channels)
        self.kernel = gpu.kernel(self.name)
        self.resident = gpu.resident_blocks(self.kernel, self.threads, self.near)


def near_synapses(case, channels, free_bytes):
    """Samples of so many active synapses have their weights in shared memory, too, as LaunchPlan.java chooses."""
    of_liquid = int(case["row_start"].view(np.uint32)[case.neurons])
    most = of_liquid + channels * (case.synapses - of_liquid) // case.inputs
    return 0 if free_bytes < NEAR_SHARE * most * 4 else min(most, free_bytes // 4)


def usual_threads(kind, neurons):
    """As LaunchPlan.java chooses them."""
    small, medium = (400, 800) if kind == PLASTIC else (2500, 5000)
    if kind == SEQUENCE or neurons > medium:
        return 1024
    return 512 if neurons > small else 256


def measure(gpu, case, kind, channels):
    """Near and far bytes of every placement: the kernels' own arithmetic."""
    answer = Memory(gpu, True).reserve(16 * PLACEMENTS)
    stream = gpu.stream()
    asked = struct.pack("<qQiiii", case.synapses, answer.address, case.neurons, case.inputs, channels, kind)
    gpu.launch(gpu.kernel("measure"), 1, WARP, 0, stream, asked)
    answer.download(stream, 16 * PLACEMENTS)
    gpu.synchronize(stream)
    sizes = answer.host.view(np.int64).reshape(PLACEMENTS, 2).tolist()
    answer.free()
    return sizes


class Case:
    """A file of `nalsm benchmark gpu-cases`; org.nalsm.engine.liquid.simulation.cuda.KernelCase says what is in it."""

    def __init__(self, file):
        self.name = os.path.basename(file)[:-len(".npz")]
        try:
            with np.load(file) as arrays:
                self.arrays = {key: arrays[key] for key in arrays.files}
        except (ValueError, EOFError, zipfile.BadZipFile) as e:
            raise BadCase("%s cannot be read: %s" % (file, e))
        if "presentations" not in self.arrays:
            raise BadCase("%s was not written by `nalsm benchmark gpu-cases`" % file)
        for key in ("post", "channels", "events"):
            if key in self.arrays:
                self.arrays[key] = self.arrays[key].view(np.uint16)
        self.neurons, _, self.inputs, rule, _ = (int(v) for v in self["liquid_integers"])
        self.size, self.duration, self.capacity, *self.seed_words, self.stream, self.first = (
            int(v) for v in self["presentations"].view(np.uint32))
        self.synapses = len(self["post"])
        self.plastic = rule != 0
        self.images = "limits" in self.arrays
        self.is_samples = "counts" in self.arrays

    def __getitem__(self, key):
        return self.arrays[key]

    def column_starts(self):
        """How many synapses lead to the postsynaptic neurons before each one."""
        return np.concatenate([[0], np.cumsum(np.bincount(self["post"], minlength=self.neurons))]).astype(np.uint32)


class DeviceLiquid:
    """Topology and weights on the device."""

    def __init__(self, gpu, case):
        stream = gpu.stream()
        self.memory = [upload(gpu, stream, array) for array in (
            case["row_start"], case["post"], case["weights"], case.column_starts(), case["activation"])]
        # Structure Liquid.
        self.structure = (struct.pack("<5Q", *[m.address for m in self.memory])
                          + case["liquid_integers"].tobytes() + case["liquid_floats"].tobytes())

    def free(self):
        for memory in self.memory:
            memory.free()


class Lane:
    """A queue of launches of samples."""

    def __init__(self, gpu, case, liquid):
        self.gpu, self.case, self.liquid = gpu, case, liquid
        self.stream = gpu.stream()
        self.input, self.output = Memory(gpu, True), Memory(gpu, True)
        self.slots, self.counter = Memory(gpu, False), Memory(gpu, False).reserve(16)
        self.busy = None

    def start(self, plan, blocks, wanted):
        """Sends samples, by their numbers in the case, which follow each other but for a new beginning, and starts them."""
        case, count = self.case, len(wanted)
        parts = [(run[0], run[-1] + 1) for run in np.split(wanted, np.nonzero(np.diff(wanted) != 1)[0] + 1)]
        starts = case["channel_start"].view(np.uint32)
        channels = joined(case["channels"], starts, parts)
        arrays = list(self.arrays(parts, starts, channels))
        self.input.reserve(sum(aligned(array.nbytes) for _, array in arrays))
        at, place = 0, {}
        for name, array in arrays:
            place[name] = self.input.address + at
            at = self.input.put(at, array)
        counts = aligned(4 * count * case.neurons)
        self.output.reserve(counts + 4 * count)
        self.slots.reserve(max(16, plan.far * blocks))
        self.input.upload(self.stream, at)
        self.output.clear(self.stream, counts + 4 * count)
        self.counter.clear(self.stream, 16)
        out = self.output.address
        # Structure Batch.
        batch = struct.pack(
            "<13Q2q4i4I", place["channels"], place["channel_start"], place.get("limits", 0), place.get("event_start", 0),
            place.get("events", 0), place["number"], place["recording"], out, out + counts, 0, 0, self.counter.address,
            self.slots.address, plan.far, case.synapses, count, case.duration, case.capacity, (case.neurons + 31) // 32,
            *case.seed_words, case.stream, plan.near_synapses)
        self.gpu.launch(plan.kernel, blocks, plan.threads, plan.near, self.stream, self.liquid.structure, batch)
        self.output.download(self.stream, counts + 4 * count)
        self.busy = wanted

    def arrays(self, parts, starts, channels):
        case = self.case
        lengths = np.concatenate([np.diff(starts[a:b + 1].astype(np.int64)) for a, b in parts])
        yield "channel_start", np.concatenate([[0], np.cumsum(lengths)]).astype(np.uint32)
        yield "number", np.concatenate([case["number"][a:b] for a, b in parts])
        yield "channels", channels
        yield "recording", np.full(len(lengths), -1, np.int32)
        if case.images:
            yield "limits", joined(case["limits"], starts, parts)
            return
        begin, rows, events = 0, [], []
        for a, b in parts:
            first, length = event_range(case, a, b)
            table = case["event_start"].reshape(case.size, case.duration + 1)
            rows.append(table[a:b].astype(np.int64) - first + begin)
            events.append(case["events"][first:first + length])
            begin += length
        yield "event_start", np.concatenate(rows).astype(np.uint32)
        yield "events", np.concatenate(events)

    def finish(self):
        """Waits; the samples, their counts and their input spikes, in memory that the next launch writes over."""
        self.gpu.synchronize(self.stream)
        wanted, self.busy = self.busy, None
        counts = self.output.host[:4 * len(wanted) * self.case.neurons].view(np.int32)
        at = aligned(4 * len(wanted) * self.case.neurons)
        spikes = self.output.host[at:at + 4 * len(wanted)].view(np.int32)
        return wanted, counts.reshape(len(wanted), self.case.neurons), spikes

    def free(self):
        for memory in (self.input, self.output, self.slots, self.counter):
            memory.free()


def joined(array, starts, parts):
    return np.concatenate([array[starts[a]:starts[b]] for a, b in parts])


def event_range(case, a, b):
    """First event of samples a to b - 1, and how many they have."""
    table = case["event_start"].reshape(case.size, case.duration + 1)
    return int(table[a, 0]), int(table[b - 1, -1]) - int(table[a, 0])


def run_samples(case, lanes, plan, blocks, total, per_launch, seen):
    """Simulates so many samples, those of the case again and again, with a launch a lane under way."""
    started = 0
    turn = 0
    while True:
        lane = lanes[turn % len(lanes)]
        turn += 1
        if lane.busy is not None:
            seen(*lane.finish())
        if started < total:
            count = min(per_launch, total - started)
            lane.start(plan, min(blocks, count), np.arange(started, started + count) % case.size)
            started += count
        elif all(other.busy is None for other in lanes):
            return


class Comparison:
    """Counts what differs from the CPU's answers."""

    def __init__(self, case):
        self.case, self.samples, self.differing, self.first = case, 0, 0, None

    def __call__(self, wanted, counts, spikes):
        unequal = counts != self.case["counts"][wanted]
        bad = unequal.any(axis=1) | (spikes != self.case["input_spikes"][wanted])
        self.samples += len(wanted)
        self.differing += int(bad.sum())
        if bad.any() and self.first is None:
            k = int(np.nonzero(bad)[0][0])
            self.first = "sample %d: %d of %d counts differ, %d and %d input spikes" % (
                wanted[k], unequal[k].sum(), self.case.neurons, spikes[k], self.case["input_spikes"][wanted[k]])

    def text(self):
        if self.differing:
            return "%d of %d samples DIFFER" % (self.differing, self.samples)
        return "%d samples equal" % self.samples


class SampleCheck:
    """A case of samples on the device."""

    def __init__(self, gpu, case, options):
        self.gpu, self.case, self.options = gpu, case, options
        self.kind = PLASTIC if case.plastic else FIXED
        self.liquid = DeviceLiquid(gpu, case)
        self.lanes = [Lane(gpu, case, self.liquid) for _ in range(LANES)]
        self.usual = self.plan()
        self.row = {"case": case.name, "kernel": self.usual.name, "near_bytes": self.usual.near}

    def plan(self, threads=None, placement=None):
        return Plan(self.gpu, self.case, self.kind, self.case.capacity, threads, placement)

    def verify(self):
        comparison = Comparison(self.case)
        run_samples(self.case, self.lanes, self.usual, self.usual.resident, self.case.size, 1024, comparison)
        others = []
        for placement in range(self.usual.placement + 1, PLACEMENTS):
            other = Comparison(self.case)
            plan = self.plan(placement=placement)
            run_samples(self.case, self.lanes, plan, plan.resident, min(self.case.size, 256), 100, other)
            others.append(other)
        bad = [c for c in [comparison] + others if c.differing]
        self.row.update(check=comparison.text(), equal=not bad)
        say("%s: %s%s" % (self.case.name, comparison.text(), "".join(", less shared memory: " + o.text() for o in others)))
        for c in bad:
            say("  " + c.first)

    def rate(self, plan, blocks, per_launch, total, passes):
        """Samples/s of each pass; the one before them, to warm up, is compared."""
        comparison = Comparison(self.case)
        run_samples(self.case, self.lanes, plan, blocks, max(per_launch, self.case.size // 4), per_launch, comparison)
        if comparison.differing:
            self.row["equal"] = False
            say("  %d threads, %d blocks, %d a launch: %s" % (plan.threads, blocks, per_launch, comparison.text()))
        rates = []
        for _ in range(passes):
            start = time.perf_counter()
            run_samples(self.case, self.lanes, plan, blocks, total, per_launch, lambda *seen: None)
            rates.append(total / (time.perf_counter() - start))
        return rates

    def time(self, deadline, sweep):
        """Samples/s as the program runs the kernels, or, to sweep, in other ways."""
        options, usual = self.options, self.options.batches[0]
        if not sweep:
            rough = self.rate(self.usual, self.usual.resident, usual, usual, 1)[0]
            settings = [(self.usual.threads, 1.0, usual)]
        else:
            rough = self.row["usual"]["samples_per_second"]["median"]
            settings = [(self.usual.threads, 1.0, batch) for batch in options.batches[1:]]
            settings += [(threads, 1.0, usual) for threads in options.threads if threads != self.usual.threads]
            settings += [(self.usual.threads, share, usual) for share in (0.5, 0.75)]
        for k, (threads, share, batch) in enumerate(settings):
            if time.monotonic() > deadline:
                say("  no time left for %d of %d settings" % (len(settings) - k, len(settings)))
                self.row["settings_left_out"] = len(settings) - k
                break
            plan = self.plan(threads=threads)
            blocks = max(1, int(plan.resident * share))
            total = max(LANES * batch, int(rough * options.seconds) // batch * batch)
            rates = self.rate(plan, blocks, batch, total, options.passes)
            say("  %4d threads %5d blocks %5d a launch: %s samples/s" % (threads, blocks, batch, spread_text(rates)))
            self.row.setdefault("settings", []).append(
                {"threads": threads, "blocks": blocks, "samples_a_launch": batch, "samples_a_pass": total,
                 "samples_per_second": spread(rates)})
        if not sweep:
            self.row["usual"] = self.row["settings"][0]
            self.row.update(bytes_per_sample=bytes_per_sample(self.case), slot_bytes=self.usual.far)
        self.row["best"] = max(self.row["settings"], key=lambda m: m["samples_per_second"]["median"])

    def free(self):
        for lane in self.lanes:
            lane.free()
        self.liquid.free()


def bytes_per_sample(case, samples=200):
    """What the kernels read and write beside the state of the neurons, from the counts: rows and columns of the neurons
    that spike, the copy of the weights and the lists of the columns. Too high by the synapses that a column skips because
    the trace is 0."""
    pick = np.linspace(0, case.size - 1, min(samples, case.size)).astype(int)
    degree = np.diff(case["row_start"]).astype(np.int64)
    out = degree[:case.neurons]
    pre = np.repeat(np.arange(case.neurons + case.inputs), degree)
    fan_in = np.bincount(case["post"], minlength=case.neurons)
    from_liquid = np.bincount(case["post"][pre < case.neurons], minlength=case.neurons)
    total = 0.0
    for k in pick:
        counts = case["counts"][k].astype(np.int64)
        channels = case["channels"][case["channel_start"][k]:case["channel_start"][k + 1]]
        of_inputs = degree[case.neurons + channels.astype(int)]
        rows = counts @ out + case["input_spikes"][k] * (of_inputs.mean() if len(of_inputs) else 0)
        if not case.plastic:
            total += 6 * rows
            continue
        share = of_inputs.sum() / max(1, degree[case.neurons:].sum())
        visited = counts @ (from_liquid + share * (fan_in - from_liquid))
        total += 10 * rows + 16 * visited + 8 * out.sum() + 18 * of_inputs.sum()
    return total / len(pick)


class InitialisationCheck:
    """A case of initialisation on the device."""

    def __init__(self, gpu, case, options):
        self.gpu, self.case, self.options = gpu, case, options
        self.stream = gpu.stream()
        self.liquid = DeviceLiquid(gpu, case)
        names = ("limits",) if case.images else ("event_start", "events")
        self.input = {name: upload(gpu, self.stream, case[name]) for name in names}
        self.usual = self.plan()
        self.members = []
        self.arguments = Memory(gpu, True)
        self.row = {"case": case.name, "kernel": self.usual.name, "near_bytes": self.usual.near}

    def plan(self, threads=None):
        return Plan(self.gpu, self.case, SEQUENCE, self.case.inputs, threads)

    def grow(self, count):
        while len(self.members) < count:
            case = self.case
            sizes = (4 * case.synapses, 4 * (case.neurons + case.inputs), 4 * case.neurons)
            self.members.append([Memory(self.gpu, True).reserve(size) for size in sizes]
                                + [Memory(self.gpu, False).reserve(max(16, self.usual.far))])

    def run(self, plan, count):
        """Initialises so many liquids at once from the start; seconds without the copy of the states."""
        case, gpu = self.case, self.gpu
        self.grow(count)
        structures = b""
        for weights, trace, calcium, slot in self.members[:count]:
            weights.put(0, case["weights"])
            trace.host[:] = 0
            calcium.host[:] = 0
            for memory in (weights, trace, calcium):
                memory.upload(self.stream, memory.size)
            address = {name: memory.address for name, memory in self.input.items()}
            # Structure Snapshots.
            structures += self.liquid.structure + struct.pack(
                "<7Q2i4I", address.get("limits", 0), address.get("event_start", 0), address.get("events", 0),
                weights.address, trace.address, calcium.address, slot.address, case.size, case.duration, case.first,
                *case.seed_words, case.stream)
        self.arguments.reserve(len(structures))
        self.arguments.put(0, np.frombuffer(structures, np.uint8))
        self.arguments.upload(self.stream, len(structures))
        gpu.synchronize(self.stream)
        start = time.perf_counter()
        gpu.launch(plan.kernel, count, plan.threads, plan.near, self.stream, struct.pack("<Q", self.arguments.address))
        gpu.synchronize(self.stream)
        return time.perf_counter() - start

    def differing(self, count):
        """Values that are not the CPU's, of so many liquids."""
        wrong = 0
        for weights, trace, calcium, _ in self.members[:count]:
            for memory, answer in ((weights, "weights_end"), (trace, "trace_end"), (calcium, "calcium_end")):
                if answer in self.case.arrays:
                    memory.download(self.stream, memory.size)
                    self.gpu.synchronize(self.stream)
                    wrong += int((memory.host.view(np.float32) != self.case[answer]).sum())
        return wrong

    def compare(self, count):
        wrong = self.differing(count)
        self.row["equal"] = self.row.get("equal", True) and wrong == 0
        text = "%d snapshots equal" % self.case.size
        if wrong:
            text = "%d values DIFFER" % wrong
            say("  %d liquids after %d snapshots: %s" % (count, self.case.size, text))
        if wrong or "check" not in self.row:
            self.row["check"] = text

    def verify(self):
        self.run(self.usual, 1)
        self.compare(1)
        say("%s: %s" % (self.case.name, self.row["check"]))

    def time(self, deadline, sweep):
        """Seconds of one liquid and of many at once, as the program runs the kernel, or, to sweep, with fewer threads."""
        many = self.options.liquids
        settings = [(512, 1), (512, many), (256, many)] if sweep else [(self.usual.threads, 1), (self.usual.threads, many)]
        for threads, count in settings:
            if time.monotonic() > deadline:
                say("  no time left for %d liquids with %d threads" % (count, threads))
                continue
            plan = self.plan(threads=threads)
            seconds = [self.run(plan, count) * 50000 / self.case.size for _ in range(self.options.passes)]
            say("  %4d threads, %2d liquids at once: %.2f s for 50,000 snapshots (%.2f to %.2f)" % (
                threads, count, statistics.median(seconds), min(seconds), max(seconds)))
            self.row.setdefault("seconds_for_50000", []).append(
                {"threads": threads, "liquids": count, "seconds": spread(seconds)})
            self.compare(count)

    def free(self):
        for memory in [m for member in self.members for m in member] + list(self.input.values()) + [self.arguments]:
            memory.free()
        self.liquid.free()


def copy_bandwidth(gpu):
    """Bytes/s of a copy on the device, read and written bytes together."""
    size = min(COPY_BYTES, gpu.free_bytes() // 4)
    source, target = (Memory(gpu, False).reserve(size) for _ in range(2))
    stream = gpu.stream()
    rates = []
    for copies in (1, 4, 4, 4):
        start = time.perf_counter()
        for _ in range(copies):
            gpu.call("cuMemcpyDtoDAsync_v2", ctypes.c_uint64(target.address), ctypes.c_uint64(source.address),
                     ctypes.c_size_t(size), stream)
        gpu.synchronize(stream)
        rates.append(2 * copies * size / (time.perf_counter() - start))
    source.free()
    target.free()
    return statistics.median(rates[1:])


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def spread_text(values):
    return "%10.0f (%.0f to %.0f)" % (statistics.median(values), min(values), max(values))


def fail(code, why):
    print("gpu-check.py: %s" % why, file=sys.stderr)
    sys.exit(code)


def say(line):
    print(line, flush=True)


def table(rows, bandwidth):
    say("\n%-40s %-26s %12s %24s %9s %9s" % ("samples", "compared with the CPU", "samples/s", "best (threads/blocks/launch)",
                                             "MB/sample", "GB/s"))
    for row in [r for r in rows if "initialisation" not in r["case"]]:
        line = "%-40s %-26s" % (row["case"], row["check"])
        if row.get("best"):
            best = row["best"]
            line += " %12.0f %10.0f (%d/%d/%d)" % (
                row["usual"]["samples_per_second"]["median"], best["samples_per_second"]["median"], best["threads"],
                best["blocks"], best["samples_a_launch"])
            achieved = row["bytes_per_sample"] * best["samples_per_second"]["median"]
            line += " %9.1f %9.0f = %.0f %% of a copy's" % (
                row["bytes_per_sample"] / 1e6, achieved / 1e9, 100 * achieved / bandwidth)
        say(line)
    for row in [r for r in rows if "initialisation" in r["case"]]:
        times = row.get("seconds_for_50000", [])
        line = ", ".join("%.2f s for %d" % (t["seconds"]["median"], t["liquids"]) for t in times[:2])
        if len(times) > 1:
            line += " liquids at once, 50,000 snapshots: %.2f times" % (
                times[1]["seconds"]["median"] / times[0]["seconds"]["median"])
        say("%-40s %-26s %s" % (row["case"], row["check"], line))
    say("samples/s: %d launches under way, threads as the program chooses; GB/s: estimated bytes, most of them held by the "
        "second-level cache" % LANES)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    whole = lambda text: [int(part) for part in text.split(",")]
    parser.add_argument("cases", nargs="+", metavar="CASE.npz")
    parser.add_argument("--ptx", default=os.path.join(SOURCES, RESOURCE), help="the kernels (default: of this checkout)")
    parser.add_argument("--jar", help="a jar that has the kernels, instead of --ptx")
    parser.add_argument("--device", type=int, default=0, help="number of the GPU (default 0)")
    parser.add_argument("--minutes", type=float, default=4, help="begin nothing new after that (default 4)")
    parser.add_argument("--check-only", action="store_true", help="measure nothing")
    parser.add_argument("--batches", type=whole, default=[1024, 256, 4096],
                        help="samples a launch, first what the program takes (1024,256,4096)")
    parser.add_argument("--threads", type=whole, default=[128, 256, 512, 1024], help="of a block (128,256,512,1024)")
    parser.add_argument("--liquids", type=int, default=64, help="initialised at once (default 64)")
    parser.add_argument("--passes", type=int, default=3, help="of each setting (default 3)")
    parser.add_argument("--seconds", type=float, default=0.4, help="of a pass, about (default 0.4)")
    parser.add_argument("--json", help="file for all figures")
    try:
        return parser.parse_args()
    except SystemExit as e:
        sys.exit(64 if e.code else 0)


def kernels(options):
    if options.jar:
        with zipfile.ZipFile(options.jar) as jar:
            return jar.read(RESOURCE)
    with open(options.ptx, "rb") as file:
        return file.read()


def main():
    options = arguments()
    began = time.monotonic()
    deadline = began + 60 * options.minutes
    try:
        cases = [Case(file) for file in options.cases]
        ptx = kernels(options)
    except (OSError, KeyError) as e:
        fail(66, e)
    except BadCase as e:
        fail(65, e)
    try:
        gpu = Gpu(options.device)
        start = time.monotonic()
        gpu.load(ptx)
        say("%s, compute capability %s, %d multiprocessors, %d KiB shared memory a block, L2 %d MiB, %d MHz, driver for %s" % (
            gpu.name, gpu.capability, gpu.multiprocessors, gpu.shared_bytes >> 10, gpu.attribute(L2_BYTES) >> 20,
            gpu.attribute(CLOCK_KHZ) // 1000, gpu.driver))
        say("kernels compiled by the driver in %.1f s" % (time.monotonic() - start))
        for name in [k + str(p) for k in KERNELS for p in range(PLACEMENTS)]:
            registers, spilled = gpu.resources(name)
            if registers is not None:
                say("  %s: %d registers, %d bytes of local memory" % (name, registers, spilled))
        bandwidth = copy_bandwidth(gpu)
        say("a copy on the device: %.0f GB/s" % (bandwidth / 1e9))
        rows, unchecked = [], []
        for stage in ("compare",) if options.check_only else ("compare", "time", "sweep"):
            for case in cases:
                if time.monotonic() > deadline:
                    unchecked += [case.name] if stage == "compare" else []
                    say("%s: no time left to %s it" % (case.name, stage))
                    continue
                check = (SampleCheck if case.is_samples else InitialisationCheck)(gpu, case, options)
                if stage == "compare":
                    check.verify()
                    rows.append(check.row)
                else:
                    check.row = next(row for row in rows if row["case"] == case.name)
                    say(case.name)
                    check.time(deadline, stage == "sweep")
                check.free()
    except NoGpu as e:
        fail(69, e)
    table(rows, bandwidth)
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"device": gpu.name, "driver": gpu.driver, "copy_bytes_per_second": bandwidth, "cases": rows},
                      file, indent=1)
    bad = [row["case"] for row in rows if not row["equal"]]
    say("%.0f s; %s" % (time.monotonic() - began, "DIFFERENT: " + ", ".join(bad) if bad else
                        "not compared: " + ", ".join(unchecked) if unchecked else "all equal"))
    sys.exit(1 if bad or unchecked else 0)


if __name__ == "__main__":
    main()
