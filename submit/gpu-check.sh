#!/usr/bin/env bash
# All that there is to check and to measure on a GPU, in one call of about four minutes:
#
#   submit/gpu-check.sh CASES [PACKED]     folder of `nalsm benchmark gpu-cases`; folder of `gpu-check-jar.sh pack`
#
#   GPU_CHECK_MINUTES   for all of it, about (default 4)
#   GPU_CHECK_OUT       folder of the figures (default .): check.json, check.txt, dense.txt, jar.txt
#   GPU_CHECK_OPTIONS   for gpu-check.py, such as --check-only
#
# 1. gpu-check.py: every count is the CPU's; samples/s of the kernels, over their settings; initialisation.
# 2. gpu-dense.py: the dense formulation on the same samples, and the ratio. Needs PyTorch.
# 3. gpu-check-jar.sh: the program itself, on the GPU and on this machine's CPU.
# What cannot be done here is said. Exit code 0: everything compared is equal; else that of the first part that failed.
set -uo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" || exit 70
readonly START="$OLDPWD"
[[ $# -ge 1 && $# -le 2 ]] || { sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 64; }
cases="$(cd "$START" && readlink -f "$1")"
packed="$([[ $# -lt 2 ]] || { cd "$START" && readlink -f "$2"; })"
out="$(cd "$START" && readlink -f "${GPU_CHECK_OUT:-.}")"
seconds="$(python3 -c 'import sys; print(int(60 * float(sys.argv[1])))' "${GPU_CHECK_MINUTES:-4}")" || exit 64
shopt -s nullglob
files=("$cases"/*.npz)
samples=("$cases"/*-samples.npz)
[[ ${#files[@]} -gt 0 ]] || { echo "gpu-check.sh: no cases in $cases" >&2; exit 66; }
status=0
rm -f "$out"/check.json "$out"/{check,dense,jar}.txt

# Runs a part for so many seconds at most and keeps what it says.
part() {
  local file="$1" limit="$2" code
  shift 2
  echo "== ${1##*/}"
  timeout "$limit" "$@" 2>&1 | tee "$out/$file"
  code="${PIPESTATUS[0]}"
  [[ "$code" -ne 124 ]] || echo "gpu-check.sh: ${1##*/} was stopped after $limit s"
  [[ "$code" -eq 0 || "$status" -ne 0 ]] || status="$code"
}

# Half of the time for the kernels, a quarter each for the other two. A measurement that has begun comes to its end.
part check.txt $((seconds * 3 / 4)) ./gpu-check.py --minutes "$(python3 -c "print($seconds / 120)")" --json "$out/check.json" \
  ${GPU_CHECK_OPTIONS:-} "${files[@]}"
if python3 -c 'import sys, torch; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
  against=()
  [[ ! -f "$out/check.json" ]] || against=(--against "$out/check.json")
  part dense.txt $((seconds / 4)) ./gpu-dense.py ${against[@]+"${against[@]}"} --passes 2 --seconds $((seconds / 40 + 1)) \
    "${samples[@]}"
else
  echo "not measured: the dense formulation, for python3 has no PyTorch that finds a GPU"
fi
if [[ -n "$packed" ]]; then
  part jar.txt $((seconds / 4)) "$packed/gpu-check-jar.sh" run --seconds 1 "${files[@]}"
else
  echo "not measured: the program itself; name a folder of gpu-check-jar.sh pack"
fi
echo
echo "== in short"
for file in check.txt dense.txt jar.txt; do
  [[ ! -f "$out/$file" ]] || tail -n $((${#files[@]} + 5)) "$out/$file"
done
exit "$status"
