#!/usr/bin/env bash
# Compiles the kernels to PTX, the resource that the engine loads. Needs nvcc. `mvn -Pcuda generate-resources` runs it.
set -euo pipefail
cd "$(dirname "$0")"
readonly OUT=../resources/org/nalsm/engine/liquid/simulation/cuda/liquid.ptx
# The order and the content of the sources; KernelImageTest computes the same.
readonly SOURCES=(block.cuh layout.cuh liquid.cu liquid.cuh philox.cuh)
hash="$(cat "${SOURCES[@]}" | sha256sum | cut -d' ' -f1)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# Each operation is rounded by itself: nothing is fused, divisions are exact, subnormal numbers stay (liquid-semantics).
nvcc -ptx -arch=compute_75 -O3 -std=c++17 -fmad=false -prec-div=true -ftz=false liquid.cu -o "$work/liquid.ptx"

# The code uses nothing that PTX 7.0 lacks, and with that version a driver of CUDA 11.0 takes it. What nvcc writes, its
# own version, asks for the newest driver. ptxas checks it.
mkdir -p "$(dirname "$OUT")"
{
  echo "// Compiled by rebuild.sh with $(nvcc --version | sed -n 's/.*release.*V/nvcc /p')"
  echo "// sources sha-256 $hash"
  sed -e '/^\/\//d' -e 's/^\.version .*/.version 7.0/' "$work/liquid.ptx"
} > "$work/lowered.ptx"
for architecture in sm_75 sm_80 sm_90; do
  echo "== $architecture"
  ptxas -arch="$architecture" -v "$work/lowered.ptx" -o "$work/ignored.cubin" 2>&1 \
    | grep -E 'Compiling|registers|bytes spill' | sed 's/^ptxas info *: *//'
done
mv "$work/lowered.ptx" "$OUT"
echo "$OUT: sources $hash"
