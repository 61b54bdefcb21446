#!/usr/bin/env bash
# Tells Spark which GPUs this machine has, one line of JSON on stdout. For
#   --conf spark.executor.resource.gpu.discoveryScript=submit/gpu-discovery.sh     (or spark.worker.resource.gpu...)
#
# Addresses are UUIDs: the order of nvidia-smi is not CUDA's, and CUDA_VISIBLE_DEVICES renumbers. That variable is
# heeded here, as an executor that must not see a device must not be told of it either: a list of UUIDs or of numbers, as
# nvidia-smi counts.
set -euo pipefail

list() {
  command -v nvidia-smi >/dev/null || { echo "gpu-discovery: nvidia-smi is not on the PATH" >&2; exit 69; }
  nvidia-smi --query-gpu=index,uuid --format=csv,noheader
}

uuids=()
while IFS=', ' read -r index uuid; do
  [[ -n "$uuid" ]] || continue
  if [[ -z "${CUDA_VISIBLE_DEVICES+set}" || ",${CUDA_VISIBLE_DEVICES// /}," == *",$index,"* \
      || ",${CUDA_VISIBLE_DEVICES// /}," == *",$uuid,"* ]]; then
    uuids+=("\"$uuid\"")
  fi
done < <(list)

# A part of a GPU (MIG) is none that nvidia-smi lists so; it is named by the variable itself.
if [[ "${CUDA_VISIBLE_DEVICES:-}" == MIG-* ]]; then
  uuids=("\"${CUDA_VISIBLE_DEVICES%%,*}\"")
fi

((${#uuids[@]})) || { echo "gpu-discovery: no GPU is visible" >&2; exit 69; }
(IFS=,; echo "{\"name\": \"gpu\", \"addresses\": [${uuids[*]}]}")
