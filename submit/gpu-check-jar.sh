#!/usr/bin/env bash
# Checks and measures this program's own simulators, of GPU and CPU, on a machine without Java and Maven:
#
#   submit/gpu-check-jar.sh pack FOLDER                  where there are a JDK and the built project: at most 64 MiB
#   FOLDER/gpu-check-jar.sh run [options] CASE.npz...    where there is a GPU; the cases are of `nalsm benchmark gpu-cases`
#
#   --device D     the GPU's number or UUID (default 0)
#   --seconds N    of measuring a backend with a case, about (default 3)
#
# Simulation needs none of Spark: a runtime made by jlink, the program's jar and SLF4J's API are all that is packed.
# Exit code 0: all equal; 1: not; 64, 65, 66: usage, a file damaged or missing; 69: no GPU that can be used.
set -euo pipefail
readonly HERE="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"

fail() {
  echo "gpu-check-jar.sh: $1" >&2
  exit "$2"
}

pack() {
  [[ $# -eq 1 ]] || fail "pack takes a folder" 64
  [[ ! -e "$1" ]] || fail "$1 is there already; name a folder that is not" 73
  local jar="$HERE/../spark-jobs/target/nalsm-spark-jobs.jar" path="$HERE/../spark-jobs/target/spark.classpath" slf4j
  [[ -f "$jar" && -f "$path" ]] || fail "the project is not built; run mvn -q -B -T1C package -DskipTests" 69
  command -v jlink >/dev/null || fail "no jlink on the PATH; install a JDK 17" 69
  slf4j="$(tr ':' '\n' <"$path" | grep '/slf4j-api-[^/]*\.jar$')" || fail "no SLF4J in $path" 70
  mkdir -p "$(dirname "$1")"
  # jdk.management: the processors that a container may use.
  jlink --add-modules java.base,java.logging,java.desktop,java.management,jdk.management,jdk.incubator.vector,jdk.unsupported \
    --strip-debug --no-header-files --no-man-pages --compress=2 --output "$1/runtime"
  cp "$jar" "$slf4j" "${BASH_SOURCE[0]}" "$1"
  local size
  size="$(du -sm "$1" | cut -f1)"
  echo "$1: $size MiB"
  [[ "$size" -le 64 ]] || fail "$1 has $size MiB, more than 64" 70
}

run() {
  local device=0 seconds=3
  while [[ "${1:-}" == --* ]]; do
    case "$1" in
      --device) device="${2:?gpu-check-jar.sh: --device needs a value}" ;;
      --seconds) seconds="${2:?gpu-check-jar.sh: --seconds needs a value}" ;;
      *) fail "there is no option $1" 64 ;;
    esac
    shift 2
  done
  [[ $# -gt 0 ]] || fail "run takes cases, files of 'nalsm benchmark gpu-cases'" 64
  [[ -x "$HERE/runtime/bin/java" ]] || fail "run belongs to the folder that pack made" 64
  "$HERE/runtime/bin/java" --add-modules jdk.incubator.vector -cp "$HERE/*" \
    org.nalsm.engine.liquid.simulation.cuda.CaseCheck "$seconds" "$device" "$@" \
    2> >(grep --line-buffered -v -e '^WARNING: Using incubator modules' -e '^SLF4J' >&2)
}

case "${1:-}" in
  pack) pack "${@:2}" ;;
  run) run "${@:2}" ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; [[ "${1:-}" == --help ]] || exit 64 ;;
esac
