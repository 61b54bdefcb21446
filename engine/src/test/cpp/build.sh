#!/usr/bin/env bash
# Builds what the tests run instead of a GPU:
#   build.sh driver FILE    the stand-in for NVIDIA's driver, a libcuda.so.1
#   build.sh races FILE     the check under the thread sanitizer
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p "$(dirname "$2")"
# Nothing is fused or reordered (liquid-semantics).
flags=(-std=c++20 -ffp-contract=off -pthread -Wall -Wextra -Werror -Wno-unknown-pragmas)
case "$1" in
  driver) flags+=(-O2 -shared -fPIC) source=stand_in_driver.cpp ;;
  races) flags+=(-O1 -g -fsanitize=thread) source=race_check.cpp ;;
  *) echo "build.sh: driver or races, not $1" >&2; exit 64 ;;
esac
# Whoever looks at the file sees all of it or none.
g++ "${flags[@]}" "$source" -o "$2.$$"
mv "$2.$$" "$2"
